import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twilio } from '../../../worker/telephony/providers/twilio.ts';
import { answerContext, dialInstruction } from '../../support/make-answer.ts';
import { formRequest, NOW, URL_DEMO } from './make-request.ts';

const parties = { From: '+33639980001', To: '+33199002000' };
const read = (params: Record<string, string>, event?: string) =>
  twilio.parse(formRequest(params, event), 'FR', NOW);
const eventOf = (params: Record<string, string>, event?: string) => {
  const parsed = read(params, event);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events[0];
};

describe('the inbound call', () => {
  it('is received and asks where to connect', () => {
    expect(read({ CallSid: 'CA1', ...parties })).toEqual({
      ok: true,
      providerCallId: 'CA1',
      asksForFlow: true,
      events: [
        {
          id: 'received',
          at: NOW,
          clock: 'arrival',
          number: '+33199002000',
          caller: '+33639980001',
          step: { type: 'received' },
        },
      ],
    });
  });

  it('may come by GET', () => {
    const query = new URLSearchParams({ CallSid: 'CA1', ...parties });
    const request = { ...formRequest({}), method: 'GET', url: `${URL_DEMO}?${query}`, body: '' };
    expect(twilio.parse(request, 'FR', NOW)).toMatchObject({ ok: true, providerCallId: 'CA1' });
  });

  it('may come as JSON where the URL carries its hash', () => {
    const body = JSON.stringify({ CallSid: 'CA1', ...parties });
    const request = { ...formRequest({}), url: `${URL_DEMO}?bodySHA256=0`, body };
    expect(twilio.parse(request, 'FR', NOW)).toMatchObject({ ok: true, providerCallId: 'CA1' });
    expect(twilio.parse({ ...request, body: '[1]' }, 'FR', NOW).ok).toBe(false);
    expect(twilio.parse({ ...request, body: '{' }, 'FR', NOW).ok).toBe(false);
  });

  it('knows a withheld caller and a forwarding number', () => {
    const event = eventOf({
      CallSid: 'CA1',
      To: '+33199002000',
      From: '+266696687',
      ForwardedFrom: '+33199001234',
    });
    expect(event).toMatchObject({ caller: null, forwardedFrom: '+33199001234' });
  });

  it('is taken even where its numbers cannot be read', () => {
    const event = eventOf({ CallSid: 'CA1', To: 'sip:desk@example.com', From: 'client:alice' });
    expect(event).toMatchObject({ caller: null });
    expect(event).not.toHaveProperty('number');
  });

  it('has its call id without control characters', () => {
    expect(read({ CallSid: '\u0000CA1\n\u0085 ' })).toMatchObject({ providerCallId: 'CA1' });
  });
});

describe('the dialled leg', () => {
  const leg = {
    CallSid: 'CAleg',
    ParentCallSid: 'CA1',
    From: '+33639980001',
    To: '+33199001234',
    Timestamp: 'Tue, 25 Nov 2025 14:00:07 +0000',
  };

  it("belongs to its parent's call, at the provider's time, and says nothing of the numbers", () => {
    const params = { ...leg, CallStatus: 'in-progress', SequenceNumber: '2' };
    expect(read(params, 'leg')).toEqual({
      ok: true,
      providerCallId: 'CA1',
      asksForFlow: false,
      events: [
        {
          id: 'leg:CAleg:answered',
          at: NOW + 7_000,
          clock: 'provider',
          step: { type: 'leg', leg: 'CAleg', state: 'answered' },
        },
      ],
    });
  });

  it('tells the talk time when it completed', () => {
    const event = eventOf({ ...leg, CallStatus: 'completed', CallDuration: '42' }, 'leg');
    expect(event?.step).toEqual({
      type: 'leg',
      leg: 'CAleg',
      state: 'completed',
      talkSeconds: 42,
    });
  });

  it('has no talk time when nobody answered', () => {
    const event = eventOf({ ...leg, CallStatus: 'no-answer', CallDuration: '0' }, 'leg');
    expect(event?.step).toEqual({ type: 'leg', leg: 'CAleg', state: 'no-answer' });
  });

  it.each(['yesterday', '', '2025-11-25', 'Tue, 99 Nov 2025 14:00:07 +0000'])(
    'with the time %j counts from its arrival',
    (Timestamp) => {
      const event = eventOf({ ...leg, CallStatus: 'ringing', Timestamp }, 'leg');
      expect(event).toMatchObject({ at: NOW, clock: 'arrival' });
    },
  );

  it('without its parent is refused', () => {
    const { ParentCallSid: _, ...orphan } = leg;
    expect(read({ ...orphan, CallStatus: 'ringing' }, 'leg')).toMatchObject({ ok: false });
  });
});

describe('the dial result', () => {
  const dial = { CallSid: 'CA1', DialCallSid: 'CAleg', DialCallDuration: '42', ...parties };

  it.each([
    [{ DialCallStatus: 'completed' }, { result: 'answered', talkSeconds: 42 }],
    [
      { DialCallStatus: 'completed', DialBridged: 'true' },
      { result: 'answered', talkSeconds: 42 },
    ],
    [{ DialCallStatus: 'completed', DialBridged: 'false' }, { result: 'no-answer' }],
    [{ DialCallStatus: 'no-answer' }, { result: 'no-answer' }],
    [{ DialCallStatus: 'busy' }, { result: 'busy' }],
    [{ DialCallStatus: 'failed' }, { result: 'failed' }],
    [{ DialCallStatus: 'canceled' }, { result: 'canceled' }],
  ])('%j', (params, step) => {
    expect(eventOf({ ...dial, ...params }, 'dial')).toMatchObject({
      id: 'dialled:CAleg',
      number: '+33199002000',
      caller: '+33639980001',
      step: { type: 'dialled', ...step },
    });
  });

  it.each([{}, { DialCallStatus: 'confused' }])('%j reached nobody', (params) => {
    expect(eventOf({ ...dial, ...params }, 'dial')?.step).toEqual({
      type: 'dialled',
      result: 'failed',
    });
  });
});

describe("the caller's own leg", () => {
  it('is news when it ends', () => {
    const event = eventOf(
      { CallSid: 'CA1', CallStatus: 'completed', CallDuration: '50', ...parties },
      'status',
    );
    expect(event).toMatchObject({ id: 'ended', step: { type: 'ended', totalSeconds: 50 } });
  });

  it('is none before', () => {
    expect(read({ CallSid: 'CA1', CallStatus: 'ringing' }, 'status')).toMatchObject({ events: [] });
  });
});

describe('bad bodies', () => {
  it.each([undefined, 'dial', 'leg', 'status', 'other', 'constructor'])(
    'of the event %s never throw and never pass without an id',
    (event) => {
      const name = fc.constantFrom('CallSid', 'ParentCallSid', 'CallStatus', 'From', 'Timestamp');
      const body = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc
          .array(fc.tuple(name, fc.string({ unit: 'binary' })))
          .map((pairs) => new URLSearchParams(pairs).toString()),
      );
      fc.assert(
        fc.property(body, (text) => {
          const parsed = twilio.parse({ ...formRequest({}, event), body: text }, 'FR', NOW);
          if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
          else expect(parsed.code).toBe('body_invalid');
        }),
      );
    },
  );

  it('with an id of any size are refused, not cut', () => {
    expect(read({ CallSid: 'C'.repeat(129) })).toMatchObject({ ok: false, code: 'body_invalid' });
    expect(read({ CallSid: 'C'.repeat(1_000_000) })).toMatchObject({ ok: false });
  });
});

describe('answers', () => {
  const context = answerContext(URL_DEMO);

  it('dial the business and ask for news of the leg', async () => {
    const response = twilio.answer([dialInstruction()], context);
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(await response.text()).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Dial action="https://calls.example.com/v1/calls/twilio/demo/dial-ring-0?a=1&amp;b=2" method="POST" answerOnBridge="true" timeout="25">' +
        '<Number statusCallback="https://calls.example.com/v1/calls/twilio/demo/leg?a=1&amp;b=2" statusCallbackMethod="POST" statusCallbackEvent="initiated ringing answered completed">+33199001234</Number>' +
        '</Dial></Response>',
    );
  });

  it('escape what would be markup', async () => {
    const text = await twilio.answer([dialInstruction({ phones: ['<&">\''] })], context).text();
    expect(text).toContain('>&lt;&amp;&quot;&gt;&apos;</Number>');
  });

  it.each([
    [1, 5],
    [30.4, 30],
    [9_999, 600],
  ])('keep %d s of ringing within what Twilio takes: %d', async (ringSeconds, timeout) => {
    const text = await twilio.answer([dialInstruction({ ringSeconds })], context).text();
    expect(text).toContain(`timeout="${timeout}"`);
  });

  it('end the call where nothing is left to do', async () => {
    expect(await twilio.answer([], context).text()).toContain('<Response/>');
  });

  it('acknowledge with an empty document', async () => {
    const response = twilio.acknowledge();
    expect(response.status).toBe(200);
    expect(await response.text()).toBe('<?xml version="1.0" encoding="UTF-8"?><Response/>');
  });
});
