import { createExecutionContext, env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import type { Env } from '../../../worker/config.ts';
import { Keyring } from '../../../worker/keys/keyring.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { breakable } from '../../../worker/local/faults.ts';
import { generic } from '../../../worker/telephony/providers/generic.ts';
import { twilio } from '../../../worker/telephony/providers/twilio.ts';
import { PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, TARGET, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric, postTwilio, signedGeneric } from '../support/phone.ts';

const [NUMBER = ''] = numbers(1);
/** Longer than an isolate trusts what it has read. */
const STALE = 31;

const incoming = () => ({ v: 1, event: 'incoming', call: newCallId(), to: NUMBER, from: CALLER });
const inbound = () => ({ CallSid: newCallId(), From: CALLER, To: NUMBER, CallStatus: 'ringing' });

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

async function connects(site: TestSite): Promise<void> {
  const response = await postGeneric(site, incoming());
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ forwardTo: TARGET });
}

describe('a caller is connected', () => {
  it.each([
    ['KV hangs', { kv: 'hang' }],
    ['KV and D1 hang', { kv: 'hang', d1: 'hang' }],
    ['KV fails and D1 hangs', { kv: true, d1: 'hang' }],
    ['everything hangs', { kv: 'hang', d1: 'hang', pool: 'hang' }],
    ['everything fails', { kv: true, d1: true, pool: 'error' }],
  ] as const)('while %s, though what was read has grown stale', async (_, faults) => {
    const site = await makeSite();
    await connects(site);
    await advance(STALE);
    await breakDown(faults);
    await connects(site);
  });

  it('by the caller’s own provider, when the callers’ keys fail', async () => {
    const site = await makeSite();
    await connects(site);
    vi.spyOn(Keyring.prototype, 'signing').mockRejectedValue(new Error('no key'));
    await connects(site);
  });

  it.each([
    ['the first webhook', undefined],
    ['what was pressed in a menu', 'menu-1'],
    ['what was pressed in a challenge', 'menu-challenge-1'],
  ])('when %s cannot be read', async (_, event) => {
    const site = await makeSite();
    vi.spyOn(twilio, 'parse').mockImplementation(() => {
      throw new TypeError('parse');
    });
    const response = await postTwilio(site, event, inbound());
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(TARGET);
  });

  it('when the answer by the owner’s flow cannot be written', async () => {
    const greeting = { say: 'Welcome.' };
    const site = await makeSite({ flows: [{ name: 'shop', numbers: [NUMBER], greeting }] });
    const answer = generic.answer;
    vi.spyOn(generic, 'answer').mockImplementation((instructions, context) => {
      if (instructions.some((each) => each.do === 'say')) throw new TypeError('answer');
      return answer(instructions, context);
    });
    await connects(site);
  });
});

describe('nobody is rung again', () => {
  it.each(['dial-ring-0', 'message', 'status'])('because %s cannot be read', async (event) => {
    const site = await makeSite();
    vi.spyOn(twilio, 'parse').mockImplementation(() => {
      throw new TypeError('parse');
    });
    const response = await postTwilio(site, event, inbound());
    expect(await refusalOf(response)).toEqual({ status: 500, code: 'internal' });
  });
});

describe('before it is known who asks', () => {
  it.each([
    ['fail', { kv: true, d1: true }],
    ['hang', { kv: 'hang', d1: 'hang' }],
  ] as const)(
    'a request is refused for now where KV and D1 %s and nothing is remembered',
    async (_, faults) => {
      const site = await makeSite();
      await breakDown(faults);
      // A worker that has just started.
      const fresh = createApp({ mode: 'local', clock: localClock });
      const body = await signedGeneric(incoming());
      const request = new Request(`${PUBLIC_URL}/v1/calls/generic/${site.key}`, body);
      const stores = breakable(env as unknown as Env);
      const response = await fresh.fetch(request, { ...stores }, createExecutionContext());
      expect(await refusalOf(response)).toEqual({ status: 503, code: 'storage_unavailable' });
    },
  );

  it('a wrong signature is refused, whatever fails', async () => {
    const site = await makeSite();
    await postGeneric(site, incoming());
    await advance(STALE);
    await breakDown({ kv: 'hang', d1: 'hang', pool: 'hang' });
    const response = await postGeneric(site, incoming(), 'wrong');
    expect(await refusalOf(response)).toMatchObject({ status: 403, code: 'signature_refused' });
  });
});
