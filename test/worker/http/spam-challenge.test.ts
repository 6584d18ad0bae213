import { afterEach, describe, expect, it } from 'vitest';
import type { NamedFlow } from '../../../worker/domain/flows/flow.ts';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { defineSite, makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric } from '../support/phone.ts';
import { answerOf, latestCall, ringOften, say } from '../support/spam.ts';
import { postVonage, VONAGE_SECRET } from '../support/vonage.ts';

afterEach(mendAll);

const [NUMBER = ''] = numbers(1);
const prompt = { say: 'Press {key} to be connected.', language: 'en-US' };
const named = { name: 'shop', numbers: [TARGET], challenge: { prompt } } as unknown as NamedFlow;

const inbound = () => ({
  CallSid: newCallId(),
  From: CALLER,
  To: NUMBER,
  CallStatus: 'ringing',
});

/** A site whose usual caller is suspected by now. */
async function besieged() {
  const site = await makeSite({ flows: [named] });
  await ringOften(site, NUMBER, 8);
  return site;
}

const keyIn = (words: string) => /Press (\d) to be connected/.exec(words)?.[1] ?? '';
const anotherThan = (key: string) => String((Number(key) + 1) % 10);

describe('a caller who is suspected, by Twilio', () => {
  it('is asked for a key, and connected who presses it', async () => {
    const site = await besieged();
    const fields = inbound();
    const asked = await answerOf(site, fields);
    expect(asked).toMatch(
      /^<\?xml[^>]*><Response><Gather [^>]*menu-challenge-1".*<\/Gather><\/Response>$/,
    );
    // Told again it is the same: what was drawn was drawn from the call's id.
    expect(await answerOf(site, fields)).toBe(asked);
    const passed = await answerOf(site, { ...fields, Digits: keyIn(asked) }, 'menu-challenge-1');
    expect(passed).toContain('<Dial');
    const dialled = { ...fields, DialCallStatus: 'completed', DialCallDuration: '60' };
    await answerOf(site, { ...dialled, DialCallSid: newCallId() }, 'dial-ring-0');
    expect(await latestCall(site)).toMatchObject({
      outcome: 'answered',
      spam: { suspected: true },
    });
  });

  it('is asked once more who does not, and turned away then', async () => {
    const site = await besieged();
    const fields = inbound();
    const key = keyIn(await answerOf(site, fields));
    const wrong = { ...fields, Digits: anotherThan(key) };
    const again = await answerOf(site, wrong, 'menu-challenge-1');
    expect(again).toContain('menu-challenge-2"');
    expect(keyIn(again)).toBe(key);
    expect(await answerOf(site, fields, 'menu-challenge-2')).toContain('<Response/>');
    expect(await latestCall(site)).toMatchObject({ outcome: 'blocked', talkSeconds: 0 });
  });

  it('is connected while the pool does not answer', async () => {
    const site = await besieged();
    await breakDown({ pool: 'hang' });
    expect(await answerOf(site, inbound())).toContain('<Dial');
  });

  it('is asked nothing once the owner has said that it is no spam', async () => {
    const site = await besieged();
    await say(site, (await latestCall(site)).id, { spam: false });
    expect(await answerOf(site, inbound())).toContain('<Dial');
  });
});

it('a caller is asked whom the owner has marked, by the first call after that', async () => {
  const site = await makeSite({ flows: [named] });
  expect(await answerOf(site, inbound())).toContain('<Dial');
  await say(site, (await latestCall(site)).id, { spam: true });
  expect(await answerOf(site, inbound())).toContain('menu-challenge-1"');
});

it('is asked by Vonage, too', async () => {
  const site = await besieged();
  await putSecrets(site.key, 'vonage', [VONAGE_SECRET]);
  const ids = { from: CALLER.slice(1), to: NUMBER.slice(1), conversation_uuid: 'CON-1', uuid: '1' };
  const press = (event: string, digits: string) =>
    postVonage(site, event, { ...ids, dtmf: { digits, timed_out: digits === '' } });

  const asked = await postVonage(site, undefined, ids);
  expect(asked).toMatchObject([
    { action: 'talk', bargeIn: true },
    { action: 'input', eventUrl: [expect.stringMatching(/menu-challenge-1$/)] },
  ]);
  const key = keyIn(JSON.stringify(asked));
  expect(await press('menu-challenge-1', anotherThan(key))).toMatchObject([
    { action: 'talk' },
    { eventUrl: [expect.stringMatching(/menu-challenge-2$/)] },
  ]);
  expect(await press('menu-challenge-2', key)).toMatchObject([{ action: 'connect' }]);
  expect(await press('menu-challenge-2', '')).toEqual([]);
});

it('is asked by any PBX', async () => {
  const site = await besieged();
  const body = { v: 1, call: newCallId(), to: NUMBER, from: CALLER };
  const asked = await (await postGeneric(site, { ...body, event: 'incoming' })).json();
  expect(asked).toMatchObject({ instructions: [{ do: 'ask', next: 'menu-challenge-1' }] });
  const pressed = keyIn(JSON.stringify(asked));
  const next = { ...body, event: 'next', next: 'menu-challenge-1', pressed };
  expect(await (await postGeneric(site, next)).json()).toMatchObject({ forwardTo: TARGET });
});

it('is refused when it is saved where a provider of the site cannot do it', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'sinch', ['key:c2VjcmV0']);
  const put = askAsAdmin('PUT', `/api/v1/sites/${site.key}`, defineSite({ flows: [named] }));
  expect(await refusalOf(await put)).toMatchObject({
    status: 400,
    code: 'site_invalid',
    detail: 'Flow "shop", challenge: calls that come by sinch cannot have this (challenge).',
  });
});
