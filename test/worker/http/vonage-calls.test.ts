import { expect, it } from 'vitest';
import { hmac, sha256Hex, toBase64 } from '../../../worker/telephony/hmac.ts';
import { ask, PUBLIC_URL } from '../support/ask.ts';
import { now } from '../support/local.ts';
import { makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const SECRET = 'vonage-signature-secret';
const [NUMBER = ''] = numbers(1);

const base64Url = (text: string) =>
  text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** The answer webhook as Vonage sends it unless told otherwise: by GET. */
async function ringVonage(from: string) {
  const site = await makeSite();
  await putSecrets(site.key, 'vonage', [SECRET]);
  const fields = { from, to: NUMBER.slice(1), conversation_uuid: 'CON-1', uuid: '1' };
  const claims = {
    iat: Math.floor((await now()) / 1_000),
    payload_hash: await sha256Hex(JSON.stringify(fields)),
  };
  const signed = [{ alg: 'HS256' }, claims]
    .map((part) => base64Url(btoa(JSON.stringify(part))))
    .join('.');
  const signature = base64Url(toBase64(await hmac('SHA-256', SECRET, signed)));
  const response = await ask(`/v1/calls/vonage/${site.key}?${new URLSearchParams(fields)}`, {
    headers: { authorization: `Bearer ${signed}.${signature}` },
  });
  return { site, ncco: await response.json() };
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
