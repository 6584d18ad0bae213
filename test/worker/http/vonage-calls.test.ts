import { describe, expect, it } from 'vitest';
import { ask, PUBLIC_URL } from '../support/ask.ts';
import {
  type Definition,
  makeSite,
  numbers,
  putSecrets,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';
import { VONAGE_SECRET, vonageAuthorization } from '../support/vonage.ts';

const [NUMBER = ''] = numbers(1);

/** The answer webhook as Vonage sends it unless told otherwise: by GET. */
async function ringVonage(from: string, change?: Partial<Definition>) {
  const site = await makeSite(change);
  await putSecrets(site.key, 'vonage', [VONAGE_SECRET]);
  const fields = { from, to: NUMBER.slice(1), conversation_uuid: 'CON-1', uuid: '1' };
  const response = await ask(`/v1/calls/vonage/${site.key}?${new URLSearchParams(fields)}`, {
    headers: await vonageAuthorization(JSON.stringify(fields)),
  });
  return { site, ncco: await response.json() };
}

/** News of the leg that was dialled, posted to where the NCCO wants it. */
async function tellVonage(site: TestSite, event: string, fields: object) {
  const leg = { conversation_uuid: 'CON-1', uuid: event, direction: 'outbound', ...fields };
  const body = JSON.stringify(leg);
  return ask(`/v1/calls/vonage/${site.key}/${event}`, {
    method: 'POST',
    headers: { ...(await vonageAuthorization(body)), 'content-type': 'application/json' },
    body,
  });
}

it("connects Vonage's caller to the target, which sees the caller's number", async () => {
  const { site, ncco } = await ringVonage(CALLER.slice(1));
  expect(ncco).toMatchObject([
    {
      action: 'connect',
      endpoint: [{ type: 'phone', number: TARGET.slice(1) }],
      from: CALLER.slice(1),
      eventUrl: [`${PUBLIC_URL}/v1/calls/vonage/${site.key}/event`],
    },
  ]);
  expect(await readAll(site, 'calls')).toMatchObject([{ number: NUMBER, caller: CALLER }]);
});

it('shows the tracking number for a caller who withholds theirs', async () => {
  const { ncco } = await ringVonage('anonymous');
  expect(ncco).toMatchObject([{ from: NUMBER.slice(1) }]);
});

describe('a flow with a second phone', () => {
  const FALLBACK = '+33199005678';
  const flows = [{ name: 'Shop', numbers: [TARGET], fallback: FALLBACK }];

  it('goes on with an attempt that failed, and with nothing after a conversation', async () => {
    const { site } = await ringVonage(CALLER.slice(1), { flows });
    const ringing = await tellVonage(site, 'event', { status: 'ringing' });
    expect([ringing.status, await ringing.text()]).toEqual([204, '']);

    const next = await tellVonage(site, 'event', { status: 'timeout' });
    expect(await next.json()).toMatchObject([
      {
        action: 'connect',
        endpoint: [{ type: 'phone', number: FALLBACK.slice(1) }],
        eventUrl: [`${PUBLIC_URL}/v1/calls/vonage/${site.key}/dial-ring-1`],
      },
    ]);

    const over = await tellVonage(site, 'dial-ring-1', { status: 'completed', duration: '42' });
    expect([over.status, await over.text()]).toEqual([204, '']);
    expect(await readAll(site, 'calls')).toMatchObject([{ outcome: 'answered', talkSeconds: 42 }]);
  });

  it('ends the call when that one fails, too', async () => {
    const { site } = await ringVonage(CALLER.slice(1), { flows });
    await tellVonage(site, 'event', { status: 'timeout' });
    const last = await tellVonage(site, 'dial-ring-1', { status: 'busy' });
    expect(await last.json()).toEqual([]);
    expect(await readAll(site, 'calls')).toMatchObject([{ outcome: 'missed' }]);
  });
});
