import { expect, it } from 'vitest';
import { hmac, toBase64 } from '../../../worker/telephony/hmac.ts';
import { md5 } from '../../../worker/telephony/md5.ts';
import { ask } from '../support/ask.ts';
import { now } from '../support/local.ts';
import { makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const [NUMBER = ''] = numbers(1);
const APPLICATION_SECRET = Uint8Array.from('application secret', (letter) => letter.charCodeAt(0));

it('follows a Sinch call from ringing to its end', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'sinch', [`app-key:${toBase64(APPLICATION_SECRET)}`]);
  const startedAt = await now();
  const tell = async (event: string, second: number, fields: Record<string, unknown> = {}) => {
    const timestamp = new Date(startedAt + second * 1_000).toISOString();
    const body = JSON.stringify({ event, callid: 'call-1', timestamp, version: 1, ...fields });
    const path = `/v1/calls/sinch/${site.key}`;
    const type = 'application/json; charset=utf-8';
    const digest = toBase64(md5(new TextEncoder().encode(body)));
    const text = ['POST', digest, type, `x-timestamp:${timestamp}`, path].join('\n');
    const signature = toBase64(await hmac('SHA-256', APPLICATION_SECRET, text));
    const authorization = `application app-key:${signature}`;
    const headers = { 'content-type': type, 'x-timestamp': timestamp, authorization };
    return ask(path, { method: 'POST', headers, body });
  };

  const to = { type: 'did', endpoint: NUMBER };
  expect(await (await tell('ice', 0, { cli: CALLER.slice(1), to })).json()).toEqual({
    instructions: [],
    action: { name: 'connectPstn', number: TARGET, dialTimeout: 30 },
  });
  expect(await (await tell('ace', 4)).json()).toEqual({ action: { name: 'continue' } });
  const end = { result: 'ANSWERED', reason: 'CALLERHANGUP', duration: 30 };
  expect((await tell('dice', 34, end)).status).toBe(200);
  expect((await tell('dice', 34, end)).status).toBe(403);
  expect(await readAll(site, 'calls')).toMatchObject([
    {
      provider: 'sinch',
      number: NUMBER,
      caller: CALLER,
      outcome: 'answered',
      ringSeconds: 4,
      talkSeconds: 30,
    },
  ]);
});
