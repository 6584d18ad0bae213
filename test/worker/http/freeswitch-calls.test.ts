import { expect, it } from 'vitest';
import { ask, PUBLIC_URL } from '../support/ask.ts';
import { now } from '../support/local.ts';
import { makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const SECRET = 'ringtrace:a long password';
const [NUMBER = ''] = numbers(1);

it('follows a FreeSWITCH call from ringing to its end', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'freeswitch', ['the:old one', SECRET]);
  const startedAt = await now();
  const tell = async (event: string, fields: Record<string, string>, secret = SECRET) => {
    const body = new URLSearchParams({
      session_id: 'call-1',
      'Caller-Caller-ID-Number': CALLER.slice(1),
      'Caller-Destination-Number': NUMBER.slice(1),
      'Caller-Channel-Created-Time': `${startedAt}000`,
      ...fields,
    });
    const headers = { authorization: `Basic ${btoa(secret)}` };
    const path = `/v1/calls/freeswitch/${site.key}${event}`;
    return ask(path, { method: 'POST', headers, body });
  };

  expect((await tell('', {}, 'ringtrace:wrong')).status).toBe(403);
  const document = await (await tell('', {})).text();
  expect(document).toContain(`sofia/gateway/ringtrace/${TARGET}`);
  expect(document).toContain(`action="${PUBLIC_URL}/v1/calls/freeswitch/${site.key}/dial-ring-0"`);

  const result = { variable_originate_disposition: 'SUCCESS' };
  expect(await (await tell('/dial-ring-0', result)).text()).toContain('<hangup/>');
  const times = {
    exiting: 'true',
    variable_progress_uepoch: `${startedAt + 1_000}000`,
    variable_bridge_uepoch: `${startedAt + 5_000}000`,
    variable_end_uepoch: `${startedAt + 35_000}000`,
  };
  expect((await tell('/dial-ring-0', { ...result, ...times })).status).toBe(200);
  expect(await readAll(site, 'calls')).toMatchObject([
    {
      provider: 'freeswitch',
      providerCallId: 'call-1',
      number: NUMBER,
      caller: CALLER,
      outcome: 'answered',
      ringSeconds: 4,
      talkSeconds: 30,
    },
  ]);
});
