import { describe, expect, it } from 'vitest';
import { ask, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, putSecrets, SECRETS, TARGET } from '../support/make-site.ts';
import {
  CALLER,
  newCallId,
  postGeneric,
  postTwilio,
  ring,
  signedGeneric,
  twilioSignature,
} from '../support/phone.ts';
import { dumpD1, dumpPool, evict } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

const [NUMBER = ''] = numbers(1);

function incoming(change: Record<string, unknown> = {}) {
  return { v: 1, event: 'incoming', call: newCallId(), to: NUMBER, from: CALLER, ...change };
}

function inbound(change: Record<string, string> = {}) {
  return { CallSid: newCallId(), From: CALLER, To: NUMBER, CallStatus: 'ringing', ...change };
}

describe('a signature', () => {
  const wrong: Record<string, (headers: Record<string, string>) => Record<string, string>> = {
    missing: () => ({}),
    wrong: (headers) => ({ ...headers, 'x-ringtrace-signature': '0'.repeat(64) }),
    'for another time': (headers) => ({
      ...headers,
      'x-ringtrace-timestamp': String(Number(headers['x-ringtrace-timestamp']) + 1),
    }),
  };
  for (const [what, change] of Object.entries(wrong)) {
    it(`that is ${what} is refused`, async () => {
      const site = await makeSite();
      const init = await signedGeneric(incoming());
      const response = await ask(`/v1/calls/generic/${site.key}`, {
        ...init,
        headers: change(init.headers),
      });
      expect(await refusalOf(response)).toEqual({ status: 403, code: 'signature_refused' });
    });
  }

  it('of another body is refused', async () => {
    const site = await makeSite();
    const { headers } = await signedGeneric(incoming());
    const init = { method: 'POST', headers, body: JSON.stringify(incoming()) };
    expect((await ask(`/v1/calls/generic/${site.key}`, init)).status).toBe(403);
  });

  it('by the secret of another provider is refused', async () => {
    const site = await makeSite();
    expect((await postGeneric(site, incoming(), SECRETS.twilio)).status).toBe(403);
  });

  it('by the secret of another site is refused', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    await putSecrets(there.key, 'generic', ['the-secret-over-there']);
    expect((await postGeneric(here, incoming(), 'the-secret-over-there')).status).toBe(403);
  });

  it('is refused where the site has no secret', async () => {
    const site = await makeSite();
    await putSecrets(site.key, 'generic', []);
    expect((await postGeneric(site, incoming())).status).toBe(403);
  });

  it('of Twilio by another token is refused', async () => {
    const site = await makeSite();
    expect((await postTwilio(site, undefined, inbound(), 'another-token')).status).toBe(403);
  });

  it('that is refused records nothing', async () => {
    const site = await makeSite();
    await postGeneric(site, incoming(), 'wrong');
    await postTwilio(site, undefined, inbound(), 'wrong');
    expect(await readAll(site, 'calls')).toEqual([]);
  });

  it('may be by the old or the new secret during a rotation', async () => {
    const site = await makeSite();
    await putSecrets(site.key, 'generic', ['the-old-secret', 'the-new-secret']);
    expect((await postGeneric(site, incoming(), 'the-old-secret')).status).toBe(200);
    expect((await postGeneric(site, incoming(), 'the-new-secret')).status).toBe(200);
  });

  it('by the old secret is refused after the rotation', async () => {
    const site = await makeSite();
    await putSecrets(site.key, 'generic', ['the-new-secret']);
    expect((await postGeneric(site, incoming())).status).toBe(403);
  });
});

it.each(['/v1/calls/pigeon/shop', '/v1/calls/telnyx/nobody', '/v1/calls/telnyx', '/v1/nothing'])(
  'a refusal is kept by nobody on the way: GET %s',
  async (path) => {
    const response = await ask(path);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
  },
);

describe('a request that is made once more', () => {
  it('is refused where its time is signed, and records nothing', async () => {
    const site = await makeSite();
    const init = await signedGeneric(incoming());
    const path = `/v1/calls/generic/${site.key}`;
    expect((await ask(path, init)).status).toBe(200);
    expect(await refusalOf(await ask(path, init))).toEqual({
      status: 403,
      code: 'request_repeated',
    });
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('is refused after a restart, too', async () => {
    const site = await makeSite();
    const init = await signedGeneric(incoming());
    const path = `/v1/calls/generic/${site.key}`;
    expect((await ask(path, init)).status).toBe(200);
    await evict(site);
    expect((await ask(path, init)).status).toBe(403);
  });

  it('is taken where the first time came to nothing', async () => {
    const site = await makeSite();
    const init = await signedGeneric(incoming());
    const path = `/v1/calls/generic/${site.key}`;
    await breakDown({ pool: 'error' });
    expect((await ask(path, init)).status).toBe(200);
    await mendAll();
    expect((await ask(path, init)).status).toBe(200);
  });

  it('is taken where it was signed anew', async () => {
    const site = await makeSite();
    const body = incoming();
    expect((await postGeneric(site, body)).status).toBe(200);
    await advance(1);
    expect((await postGeneric(site, body)).status).toBe(200);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('gets the same answer where a genuine retry looks the same', async () => {
    const site = await makeSite();
    const fields = inbound();
    const first = await (await postTwilio(site, undefined, fields)).text();
    const again = await postTwilio(site, undefined, fields);
    expect([again.status, await again.text()]).toEqual([200, first]);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });
});

describe('a caller', () => {
  it('is new to the site once', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    await ring(here, NUMBER);
    await advance(60);
    await ring(here, NUMBER);
    await ring(there, NUMBER);
    await ring(here, NUMBER, { from: null });
    const firsts = (await readAll(here, 'calls')).map(({ firstTime }) => firstTime);
    expect(firsts.toSorted()).toEqual([false, null, true]);
    expect((await readOne(there, 'calls')).firstTime).toBe(true);
  });

  it('is placed by the number where the provider does not say', async () => {
    const site = await makeSite();
    await ring(site, NUMBER, { from: '+14155550123' });
    expect((await readOne(site, 'calls')).callerPlace).toEqual({
      city: null,
      region: 'CA',
      country: 'US',
    });
  });
});

describe('a webhook', () => {
  it('of an unknown provider is not found', async () => {
    const site = await makeSite();
    const response = await ask(`/v1/calls/pigeon/${site.key}`, { method: 'POST' });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'provider_unknown' });
  });

  it('of a provider named like what every object has is not found', async () => {
    const site = await makeSite();
    const response = await ask(`/v1/calls/constructor/${site.key}`, { method: 'POST' });
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'provider_unknown' });
  });

  it('of an unknown site is not found', async () => {
    const response = await postGeneric({ key: 'nobody' }, incoming());
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });

  it('that is malformed is refused with a code', async () => {
    const site = await makeSite();
    const response = await postGeneric(site, { ...incoming(), v: 2 });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('that is malformed records nothing', async () => {
    const site = await makeSite();
    await postGeneric(site, { ...incoming(), to: 7 });
    expect(await readAll(site, 'calls')).toEqual([]);
  });

  it('of Twilio without a call id is refused with a code', async () => {
    const site = await makeSite();
    const response = await postTwilio(site, undefined, { To: NUMBER });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('of an unknown event is refused with a code', async () => {
    const site = await makeSite();
    const path = `/v1/calls/twilio/${site.key}/nonsense`;
    const signature = await twilioSignature(`${PUBLIC_URL}${path}`);
    const headers = { 'x-twilio-signature': signature };
    const response = await ask(path, { method: 'POST', headers });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('that is too large is refused', async () => {
    const site = await makeSite();
    const init = { method: 'POST', body: ' '.repeat(64 * 1_024 + 1) };
    const response = await ask(`/v1/calls/generic/${site.key}`, init);
    expect(await refusalOf(response)).toEqual({ status: 413, code: 'body_too_large' });
  });

  it('is not to be kept by any cache', async () => {
    const site = await makeSite();
    const response = await postGeneric(site, incoming());
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('may be a GET with Twilio', async () => {
    const site = await makeSite();
    const path = `/v1/calls/twilio/${site.key}?${new URLSearchParams(inbound())}`;
    const signature = await twilioSignature(`${PUBLIC_URL}${path}`);
    const response = await ask(path, { headers: { 'x-twilio-signature': signature } });
    expect(await response.text()).toContain(`>${TARGET}</Number>`);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('changes nothing as HEAD, however well signed', async () => {
    const site = await makeSite();
    const path = `/v1/calls/twilio/${site.key}?${new URLSearchParams(inbound())}`;
    const signature = await twilioSignature(`${PUBLIC_URL}${path}`);
    await ask(path, { method: 'HEAD', headers: { 'x-twilio-signature': signature } });
    expect(await readAll(site, 'calls')).toEqual([]);
  });
});

describe('an inbound call', () => {
  it('of Twilio is answered with TwiML that forwards it to the target', async () => {
    const site = await makeSite();
    const response = await postTwilio(site, undefined, inbound());
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    const base = `${PUBLIC_URL}/v1/calls/twilio/${site.key}`;
    const twiml = await response.text();
    expect(twiml).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?><Response><Dial /);
    expect(twiml).toContain(`action="${base}/dial-ring-0"`);
    expect(twiml).toContain(`statusCallback="${base}/leg"`);
    expect(twiml).toContain(`>${TARGET}</Number></Dial></Response>`);
  });

  it('of any PBX is answered with the number to connect', async () => {
    const site = await makeSite();
    const response = await postGeneric(site, incoming());
    expect(await response.json()).toMatchObject({ forwardTo: TARGET, ringSeconds: 30 });
  });

  it('goes where the owner forwards the target', async () => {
    const site = await makeSite({
      targets: [{ number: TARGET, pool: 'website', forwardTo: '+33199009999' }],
    });
    const response = await postGeneric(site, incoming());
    expect(await response.json()).toMatchObject({ forwardTo: '+33199009999' });
  });

  it('goes to the target that its number was shown for', async () => {
    const other = '+33199005678';
    const site = await makeSite({
      targets: [
        { number: TARGET, pool: 'website' },
        { number: other, pool: 'website' },
      ],
    });
    const { swaps } = await openBrowser(site).visit();
    const shown = swaps.find(({ target }) => target === other)?.number.e164;
    const response = await postGeneric(site, incoming({ to: shown }));
    expect(await response.json()).toMatchObject({ forwardTo: other });
  });

  it('on a static number goes to that number’s target', async () => {
    const other = '+33199005678';
    const site = await makeSite({
      targets: [{ number: TARGET, pool: 'website' }, { number: other }],
      staticNumbers: [{ number: '+33199003000', target: other, label: 'Poster' }],
    });
    const response = await postGeneric(site, incoming({ to: '+33199003000' }));
    expect(await response.json()).toMatchObject({ forwardTo: other });
  });

  it('on an unknown number is still connected', async () => {
    const site = await makeSite();
    const response = await postGeneric(site, incoming({ to: '+33199008888' }));
    expect(await response.json()).toMatchObject({ forwardTo: TARGET });
  });

  it('on an unknown number is recorded as unattributed', async () => {
    const site = await makeSite();
    await ring(site, '+33199008888');
    expect(await readOne(site, 'calls')).toMatchObject({
      number: '+33199008888',
      match: { session: null, band: 'unattributed', confidence: 0 },
      session: null,
    });
  });

  it('on something that is no number is still connected', async () => {
    const site = await makeSite();
    const response = await postGeneric(site, incoming({ to: 'reception' }));
    expect(await response.json()).toMatchObject({ forwardTo: TARGET });
  });

  it('is listed within a drain, in progress', async () => {
    const site = await makeSite();
    const call = await ring(site, NUMBER);
    expect(await readOne(site, 'calls')).toMatchObject({
      provider: 'generic',
      providerCallId: call,
      number: NUMBER,
      outcome: null,
      endedAt: null,
    });
  });
});

describe('the events of one call', () => {
  /** As Twilio sends them: 2 s until it rings, 6 s of ringing, 42 s of talk. */
  function answeredCall(
    call: string,
  ): [event: 'dial' | 'leg' | 'status', fields: Record<string, string>][] {
    const at = (second: number) =>
      new Date(Date.UTC(2026, 9, 1, 12, 0, second)).toUTCString().replace('GMT', '+0000');
    const leg = { CallSid: `${call}-leg`, ParentCallSid: call };
    return [
      ['leg', { ...leg, CallStatus: 'initiated', Timestamp: at(0) }],
      ['leg', { ...leg, CallStatus: 'ringing', Timestamp: at(2) }],
      ['leg', { ...leg, CallStatus: 'in-progress', Timestamp: at(8) }],
      ['leg', { ...leg, CallStatus: 'completed', CallDuration: '42', Timestamp: at(50) }],
      [
        'dial',
        {
          CallSid: call,
          DialCallSid: leg.CallSid,
          DialCallStatus: 'completed',
          DialCallDuration: '42',
          Timestamp: at(50),
        },
      ],
      ['status', { CallSid: call, CallStatus: 'completed', CallDuration: '51', Timestamp: at(51) }],
    ];
  }
  const figures = { outcome: 'answered', ringSeconds: 6, talkSeconds: 42, totalSeconds: 51 };

  it('give its outcome, ring time and talk time', async () => {
    const site = await makeSite();
    const call = newCallId();
    await postTwilio(site, undefined, inbound({ CallSid: call }));
    for (const [event, fields] of answeredCall(call)) await postTwilio(site, event, fields);
    expect(await readOne(site, 'calls')).toMatchObject(figures);
  });

  it('give the same in the reverse order', async () => {
    const site = await makeSite();
    const call = newCallId();
    for (const [event, fields] of answeredCall(call).reverse()) {
      await postTwilio(site, event, fields);
    }
    await postTwilio(site, undefined, inbound({ CallSid: call }));
    expect(await readOne(site, 'calls')).toMatchObject({ ...figures, number: NUMBER });
  });

  it('give the same when each comes twice', async () => {
    const site = await makeSite();
    const call = newCallId();
    await postTwilio(site, undefined, inbound({ CallSid: call }));
    for (const [event, fields] of answeredCall(call)) {
      await postTwilio(site, event, fields);
      await postTwilio(site, event, fields);
    }
    expect(await readOne(site, 'calls')).toMatchObject(figures);
  });

  it('give the same when all come at once', async () => {
    const site = await makeSite();
    const call = newCallId();
    await Promise.all([
      postTwilio(site, undefined, inbound({ CallSid: call })),
      ...answeredCall(call).map(([event, fields]) => postTwilio(site, event, fields)),
    ]);
    expect(await readOne(site, 'calls')).toMatchObject(figures);
  });

  it('give the same with D1 brought up to date after each', async () => {
    const site = await makeSite();
    const call = newCallId();
    await postTwilio(site, undefined, inbound({ CallSid: call }));
    for (const [event, fields] of answeredCall(call)) {
      await postTwilio(site, event, fields);
      await readOne(site, 'calls');
    }
    expect(await readOne(site, 'calls')).toMatchObject(figures);
  });

  it('are acknowledged with empty TwiML', async () => {
    const site = await makeSite();
    const [[event, fields] = ['status', {}] as const] = answeredCall(newCallId());
    const response = await postTwilio(site, event, fields);
    expect(await response.text()).toMatch(/<Response\/>$/);
  });

  it('of any PBX give its outcome, ring time and talk time', async () => {
    const site = await makeSite();
    const call = await ring(site, NUMBER);
    await postGeneric(site, { v: 1, event: 'ringing', call });
    await advance(7);
    await postGeneric(site, { v: 1, event: 'answered', call });
    await advance(30);
    await postGeneric(site, { v: 1, event: 'ended', call, outcome: 'answered', talkSeconds: 30 });
    expect(await readOne(site, 'calls')).toMatchObject({
      outcome: 'answered',
      ringSeconds: 7,
      talkSeconds: 30,
    });
  });

  it('of another call with the same id at another provider are another call', async () => {
    const site = await makeSite();
    const call = await ring(site, NUMBER);
    await postTwilio(site, undefined, inbound({ CallSid: call }));
    expect(await readAll(site, 'calls')).toHaveLength(2);
  });

  it('may end a call of which nothing was heard before', async () => {
    const site = await makeSite();
    const ended = { v: 1, event: 'ended', call: newCallId(), to: NUMBER, outcome: 'missed' };
    expect((await postGeneric(site, ended)).status).toBe(204);
    expect(await readOne(site, 'calls')).toMatchObject({ number: NUMBER, outcome: 'missed' });
  });
});

describe('the caller', () => {
  it('is shown to the owner', async () => {
    const site = await makeSite();
    await ring(site, NUMBER);
    expect((await readOne(site, 'calls')).caller).toBe(CALLER);
  });

  for (const withheld of [null, '', 'anonymous', '+266696687', '7378742833']) {
    it(`is null where withheld as ${JSON.stringify(withheld)}`, async () => {
      const site = await makeSite();
      await ring(site, NUMBER, { from: withheld });
      expect((await readOne(site, 'calls')).caller).toBeNull();
    });
  }

  it('stands nowhere in clear text in the object', async () => {
    const site = await makeSite();
    const { swaps } = await openBrowser(site).visit();
    await ring(site, swaps[0]?.number.e164 ?? '', { from: '+33639987654' });
    await postTwilio(site, undefined, inbound({ From: '+33639987654' }));
    expect(await dumpPool(site)).not.toMatch(/639987654/);
  });

  it('stands nowhere in clear text in D1', async () => {
    const site = await makeSite();
    await ring(site, NUMBER, { from: '+33639987654' });
    await postTwilio(site, undefined, inbound({ From: '+33639987654' }));
    await readAll(site, 'calls');
    expect(await dumpD1()).not.toMatch(/639987654/);
  });
});

it('a secret stands nowhere in clear text in D1', async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'generic', ['a-very-secret-secret']);
  expect(await dumpD1()).not.toContain('a-very-secret-secret');
});

it('a number that is shown is the number that is forwarded', async () => {
  const site = await makeSite();
  const shown = shownNumber(await openBrowser(site).visit());
  const response = await postTwilio(site, undefined, inbound({ To: shown }));
  expect(await response.text()).toContain(`>${TARGET}</Number>`);
});
