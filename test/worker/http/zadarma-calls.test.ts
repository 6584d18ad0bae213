import { expect, it } from 'vitest';
import { hmac, toBase64, toHex } from '../../../worker/telephony/hmac.ts';
import { ask } from '../support/ask.ts';
import { makeSite, numbers, putSecrets } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const [NUMBER = ''] = numbers(1);
const SECRET = 'zadarma secret';

it('shows a challenge back to whoever asks, and nothing else', async () => {
  const site = await makeSite();
  const path = `/v1/calls/zadarma/${site.key}`;
  const shown = await ask(`${path}?zd_echo=4f2b9c`);
  expect(shown.status).toBe(200);
  expect(await shown.text()).toBe('4f2b9c');
  expect(shown.headers.get('cache-control')).toBe('no-store');
  expect(shown.headers.get('content-type')).toMatch(/^text\/plain/);
  expect((await ask(`${path}?zd_echo=%3Cscript%3E`)).status).toBe(403);
  expect((await ask(`${path}?zd_echo=1`, { method: 'POST' })).status).toBe(403);
  expect((await ask(`/v1/calls/twilio/${site.key}?zd_echo=1`)).status).toBe(403);
  expect((await ask('/v1/calls/zadarma/nobody?zd_echo=1')).status).toBe(404);
});

it('follows a Zadarma call from ringing to its end', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'zadarma', [SECRET]);
  const tell = async (event: string, details: Record<string, string>) => {
    const start = '2026-11-25 15:00:00';
    const text = `${CALLER}${details.called_did ?? details.destination}${start}`;
    const hex = toHex(await hmac('SHA-1', SECRET, text));
    const fields = { event, pbx_call_id: 'in_1', caller_id: CALLER, call_start: start, ...details };
    return ask(`/v1/calls/zadarma/${site.key}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        signature: toBase64(new TextEncoder().encode(hex)),
      },
      body: new URLSearchParams(fields).toString(),
    });
  };
  const called_did = NUMBER.slice(1);
  const internal = '101';
  const end = { called_did, internal, duration: '30', disposition: 'answered' };
  const answers = [
    await tell('NOTIFY_START', { called_did }),
    await tell('NOTIFY_INTERNAL', { called_did, internal }),
    await tell('NOTIFY_ANSWER', { destination: internal, internal }),
    await tell('NOTIFY_END', end),
    await tell('NOTIFY_END', end),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  }
  expect(await readAll(site, 'calls')).toMatchObject([
    { provider: 'zadarma', number: NUMBER, caller: CALLER, outcome: 'answered' },
  ]);
});
