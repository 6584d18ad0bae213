import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../../worker/domain/calls/call-event.ts';
import { mergeEvents, summarizeCall } from '../../../worker/domain/calls/summarize-call.ts';
import { telnyx } from '../../../worker/telephony/providers/telnyx.ts';
import { formRequest, NOW } from './make-request.ts';

const SID = 'v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-aiQ';
const LEG = 'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg';
const parties = { From: '+33639980001', To: '+33199002000' };

const texml = (params: Record<string, string>, event?: string) =>
  telnyx.parse(formRequest(params, event), 'FR', NOW);
const json = (body: unknown, event?: string) =>
  telnyx.parse({ ...formRequest({}, event), body: JSON.stringify(body) }, 'FR', NOW);

function eventsOf(parsed: ReturnType<typeof telnyx.parse>): readonly CallEvent[] {
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events;
}

describe('TeXML: the inbound call', () => {
  // https://developers.telnyx.com/docs/voice/programmable-voice/texml-instruction-fetching
  const inbound = { AccountSid: 'a', CallSid: SID, CallSidLegacy: SID, ...parties };

  it('is received and asks where to connect', () => {
    expect(texml({ ...inbound, CallStatus: 'ringing' })).toEqual({
      ok: true,
      providerCallId: SID,
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

  it.each([
    [{ ShakenStirAttestation: 'A', ShakenStirValidated: 'true' }, 'A'],
    [{ ShakenStirAttestation: 'C', ShakenStirValidated: 'True' }, 'C'],
    [{ ShakenStirAttestation: 'B' }, 'B'],
    [{ ShakenStirAttestation: 'A', ShakenStirValidated: 'false' }, 'failed'],
    [{ ShakenStirAttestation: 'Z', ShakenStirValidated: 'constructor' }, undefined],
    [{}, undefined],
  ])('with %j is attested as %s', (fields, attestation) => {
    expect(eventsOf(texml({ ...inbound, ...fields }))[0]?.attestation).toBe(attestation);
  });

  it.each([
    ['anonymous', null],
    ['sip:anonymous@anonymous.invalid', null],
    ['33639980001', '+33639980001'],
    ['0639980001', '+33639980001'],
    ['sip:+33639980001@192.0.2.1:5060', '+33639980001'],
  ])('from %s is from %s', (From, caller) => {
    expect(eventsOf(texml({ ...inbound, From }))[0]?.caller).toBe(caller);
  });
});

describe('TeXML: the dialled leg', () => {
  // https://developers.telnyx.com/api-reference/callbacks/texml-call-completed
  const leg = {
    CallSid: LEG,
    ParentCallSid: SID,
    CallbackSource: 'call-progress-events',
    From: '+33639980001',
    To: '+33199001234',
    Timestamp: '2025-11-25T14:00:07Z',
  };

  it("belongs to its parent's call, at Telnyx's time, and says nothing of the numbers", () => {
    expect(texml({ ...leg, CallStatus: 'in-progress', SequenceNumber: '2' }, 'leg')).toEqual({
      ok: true,
      providerCallId: SID,
      asksForFlow: false,
      events: [
        {
          id: `leg:${LEG}:answered`,
          at: NOW + 7_000,
          clock: 'provider',
          step: { type: 'leg', leg: LEG, state: 'answered' },
        },
      ],
    });
  });

  it('is the same where the application is set to tell of it', () => {
    const params = { ...leg, CallStatus: 'ringing' };
    expect(texml(params, 'status')).toEqual(texml(params, 'leg'));
  });

  it('tells how long they talked, from the pick-up on', () => {
    const end = {
      ...leg,
      CallStatus: 'completed',
      StartTime: '2025-11-25T14:00:00Z',
      AnsweredTime: '2025-11-25T14:00:15Z',
      EndTime: '2025-11-25T14:01:00Z',
      CallDuration: '60',
    };
    const step = { type: 'leg', leg: LEG, state: 'completed' };
    expect(eventsOf(texml(end, 'leg'))[0]?.step).toEqual({ ...step, talkSeconds: 45 });
    expect(eventsOf(texml({ ...end, AnsweredTime: '' }, 'leg'))[0]?.step).toEqual(step);
  });

  it.each(['busy', 'no-answer', 'canceled', 'failed'])('ends as %s', (CallStatus) => {
    const [event] = eventsOf(texml({ ...leg, CallStatus }, 'leg'));
    expect(event?.step).toEqual({ type: 'leg', leg: LEG, state: CallStatus });
  });

  it.each([
    ['2025-11-25T14:00:07.250Z', NOW + 7_250],
    ['2025-11-25 14:00:07.731479Z', NOW + 7_731],
    ['2025-11-25T15:00:07+01:00', NOW + 7_000],
    ['Tue, 25 Nov 2025 14:00:07 +0000', NOW + 7_000],
  ])('at %s', (Timestamp, at) => {
    const [event] = eventsOf(texml({ ...leg, CallStatus: 'ringing', Timestamp }, 'leg'));
    expect(event).toMatchObject({ at, clock: 'provider' });
  });

  it.each(['', 'yesterday', '2025-11-25', '2025-13-45T99:00:00Z', '2025-11-25T14:00:07'])(
    'with the time %j counts from its arrival',
    (Timestamp) => {
      const [event] = eventsOf(texml({ ...leg, CallStatus: 'ringing', Timestamp }, 'leg'));
      expect(event).toMatchObject({ at: NOW, clock: 'arrival' });
    },
  );
});

describe('TeXML: the dial result', () => {
  const dial = { CallSid: SID, DialCallSid: LEG, DialCallDuration: '42', ...parties };

  it.each([
    ['completed', 'answered'],
    ['no-answer', 'no-answer'],
    ['busy', 'busy'],
    ['canceled', 'canceled'],
    ['failed', 'failed'],
  ])('%s', (DialCallStatus, result) => {
    expect(eventsOf(texml({ ...dial, DialCallStatus }, 'dial'))).toEqual([
      {
        id: `dialled:${LEG}`,
        at: NOW,
        clock: 'arrival',
        number: '+33199002000',
        caller: '+33639980001',
        step: { type: 'dialled', result },
      },
    ]);
  });
});

describe("TeXML: the caller's own leg", () => {
  const own = {
    CallSid: SID,
    CallbackSource: 'call-progress-events',
    CallInitiatedAt: '2025-11-25T14:00:00.028Z',
    ...parties,
  };
  const start = { id: 'received', at: NOW + 28, clock: 'provider', number: '+33199002000' };

  it.each(['initiated', 'ringing', 'in-progress'])(
    '%s tells when the call came in',
    (CallStatus) => {
      const events = eventsOf(texml({ ...own, CallStatus }, 'status'));
      expect(events).toHaveLength(1);
      expect(events[0]).toMatchObject(start);
    },
  );

  it('tells its end', () => {
    const end = { CallStatus: 'completed', CallDuration: '50', OccurredAt: '2025-11-25T14:00:50Z' };
    const events = eventsOf(texml({ ...own, ...end }, 'status'));
    expect(events[0]).toMatchObject(start);
    expect(events[1]).toMatchObject({
      id: 'ended',
      at: NOW + 50_000,
      step: { type: 'ended', totalSeconds: 50 },
    });
  });

  it('what a call cost is no news', () => {
    const cost = { CallSid: SID, CallbackSource: 'call-cost-events' };
    expect(texml(cost, 'status')).toMatchObject({ ok: true, events: [] });
  });
});

/** https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks */
function voiceApi(type: string, second: number, payload: Record<string, unknown> = {}) {
  const at = new Date(NOW + second * 1_000).toISOString().replace('Z', '991Z');
  return {
    data: {
      record_type: 'event',
      event_type: type,
      id: `0ccc7b54-4df3-4bca-a65a-${type}`,
      occurred_at: at,
      payload: {
        call_control_id: SID,
        call_leg_id: 'caller-leg',
        call_session_id: 'session-1',
        from: '+33639980001',
        to: '+33199002000',
        ...payload,
      },
    },
    meta: { attempt: 1, delivered_to: 'https://calls.example.com' },
  };
}

describe('Voice API: an event is recorded, and asks for nothing', () => {
  it('call.initiated, incoming', () => {
    const initiated = voiceApi('call.initiated', 1, {
      direction: 'incoming',
      state: 'parked',
      start_time: '2025-11-25T14:00:00.076316Z',
      shaken_stir_attestation: 'A',
      shaken_stir_validated: true,
      sip_headers: [
        { name: 'User-to-User', value: '1234' },
        { name: 'Diversion', value: '"Shop" <sip:+33199001234@192.168.1.1>;reason=no-answer' },
      ],
    });
    expect(json(initiated)).toEqual({
      ok: true,
      providerCallId: 'session-1',
      asksForFlow: false,
      events: [
        {
          id: 'received',
          at: NOW + 76,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          forwardedFrom: '+33199001234',
          attestation: 'A',
          step: { type: 'received' },
        },
      ],
    });
  });

  it.each([
    ['call.initiated', { direction: 'outgoing' }, 'initiated'],
    ['call.bridged', {}, 'answered'],
    ['call.hangup', { hangup_cause: 'user_busy' }, 'busy'],
    ['call.hangup', { hangup_cause: 'no_answer' }, 'no-answer'],
    ['call.hangup', { hangup_cause: 'timeout' }, 'no-answer'],
    ['call.hangup', { hangup_cause: 'call_rejected' }, 'no-answer'],
    ['call.hangup', { hangup_cause: 'not_found' }, 'failed'],
  ])('%s %j: the leg is %s', (type, payload, state) => {
    const [event, ...rest] = eventsOf(
      json(voiceApi(type, 7, { ...payload, call_leg_id: 'leg-2' })),
    );
    expect(rest).toEqual([]);
    expect(event).toEqual({
      id: `leg:leg-2:${state}`,
      at: NOW + 7_000,
      clock: 'provider',
      step: { type: 'leg', leg: 'leg-2', state },
    });
  });

  it.each(['normal_clearing', 'originator_cancel', 'time_limit', 'unspecified', undefined])(
    'call.hangup %s: an end that proves nothing',
    (hangup_cause) => {
      const [event] = eventsOf(json(voiceApi('call.hangup', 7, { hangup_cause })));
      expect(event).toMatchObject({ id: 'ended:caller-leg', step: { type: 'ended' } });
    },
  );

  it.each(['call.answered', 'call.dtmf.received'])('%s: no news', (type) => {
    expect(json(voiceApi(type, 1))).toMatchObject({ ok: true, events: [] });
  });

  it('call.recording.saved', () => {
    const saved = voiceApi('call.recording.saved', 60, {
      recording_started_at: '2025-11-25T14:00:10Z',
      recording_ended_at: '2025-11-25T14:00:52Z',
      recording_urls: { mp3: 'https://recordings.example.com/1.mp3', wav: null },
      public_recording_urls: null,
    });
    const url = 'https://recordings.example.com/1.mp3';
    expect(eventsOf(json(saved))[0]?.step).toEqual({
      type: 'recording',
      of: 'call',
      url,
      seconds: 42,
    });
    const odd = { recording_urls: { mp3: 'javascript:alert(1)' } };
    expect(eventsOf(json(voiceApi('call.recording.saved', 60, odd)))).toEqual([]);
  });

  const incoming = voiceApi('call.initiated', 0, { direction: 'incoming' });
  const answer = voiceApi('call.answered', 1);
  const leg = { call_leg_id: 'shop-leg', from: '+33199002000', to: '+33199001234' };
  const outgoing = voiceApi('call.initiated', 2, { ...leg, direction: 'outgoing' });
  const caller = (second: number) =>
    voiceApi('call.hangup', second, { hangup_cause: 'normal_clearing' });

  it.each([
    [
      'answered',
      8,
      42,
      [
        voiceApi('call.answered', 10, leg),
        voiceApi('call.bridged', 10, leg),
        voiceApi('call.bridged', 10),
        voiceApi('call.hangup', 52, { ...leg, hangup_cause: 'normal_clearing' }),
        caller(52),
      ],
    ],
    [
      'missed',
      20,
      0,
      [voiceApi('call.hangup', 22, { ...leg, hangup_cause: 'timeout' }), caller(30)],
    ],
    ['busy', 0, 0, [voiceApi('call.hangup', 3, { ...leg, hangup_cause: 'user_busy' }), caller(5)]],
    ['missed', 10, 0, [caller(12)]],
  ])('a whole call is %s', (outcome, ringSeconds, talkSeconds, rest) => {
    const events = [incoming, answer, outgoing, ...rest].flatMap((each) => eventsOf(json(each)));
    expect(summarizeCall(mergeEvents([], events))).toMatchObject({
      outcome,
      ringSeconds,
      talkSeconds,
      startedAt: NOW,
      number: '+33199002000',
      caller: '+33639980001',
    });
  });
});

describe('a bad body says which field, and never its value', () => {
  const { CallSid: _, ...orphan } = { CallSid: SID, ...parties };

  it.each([
    [orphan, undefined, 'CallSid'],
    [{ CallSid: 'C'.repeat(129) }, undefined, 'CallSid'],
    [{ CallSid: LEG, CallStatus: 'ringing' }, 'leg', 'ParentCallSid'],
    [{ CallSid: LEG, ParentCallSid: '', CallStatus: 'ringing' }, 'leg', 'ParentCallSid'],
    [{ ParentCallSid: SID, CallStatus: 'ringing' }, 'leg', 'CallSid'],
    [{ CallSid: LEG, ParentCallSid: SID, CallStatus: 'tell-tale' }, 'leg', 'CallStatus'],
    [{ CallSid: SID, CallStatus: 'tell-tale' }, 'status', 'CallStatus'],
    [{ CallSid: SID }, 'constructor', 'No such event'],
  ])('%j of the event %s', (params: Record<string, string>, event, field) => {
    const parsed = texml(params, event);
    expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
    if (parsed.ok) return;
    expect(parsed.detail).toMatch(new RegExp(`^${field}`));
    expect(parsed.detail).not.toContain('tell-tale');
  });

  it.each([
    ['{', 'JSON'],
    ['{}', 'data'],
    ['{"data":"tell-tale"}', 'data'],
    ['{"data":{"event_type":"call.hangup","id":"1"}}', 'data.payload'],
    [
      JSON.stringify(voiceApi('call.hangup', 1, { call_session_id: { not: 'tell-tale' } })),
      'data.payload.call_session_id',
    ],
    [JSON.stringify(voiceApi('call.hangup', 1, { call_leg_id: '' })), 'data.payload.call_leg_id'],
  ])('%s', (body, field) => {
    const parsed = telnyx.parse({ ...formRequest({}), body }, 'FR', NOW);
    expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
    if (parsed.ok) return;
    expect(parsed.detail).toContain(field);
    expect(parsed.detail).not.toContain('tell-tale');
  });

  it('an event of the Voice API at the address of another is refused', () => {
    expect(json(voiceApi('call.hangup', 1), 'leg')).toMatchObject({ ok: false });
  });

  it.each([undefined, 'dial', 'leg', 'status', 'other'])(
    'of the event %s never throws',
    (event) => {
      const name = fc.constantFrom(
        ...['CallSid', 'ParentCallSid', 'CallStatus', 'DialCallStatus', 'From', 'Timestamp'],
        ...['CallInitiatedAt', 'AnsweredTime', 'EndTime', 'ShakenStirValidated'],
      );
      const text = fc.string({ unit: 'binary' });
      const form = fc
        .array(fc.tuple(name, fc.oneof(text, fc.constantFrom(SID, 'completed', 'busy'))))
        .map((pairs) => new URLSearchParams(pairs).toString());
      const payload = fc.dictionary(
        fc.constantFrom(
          ...Object.keys(voiceApi('', 0).data.payload),
          'sip_headers',
          'recording_urls',
        ),
        fc.jsonValue(),
      );
      const type = fc.constantFrom('initiated', 'bridged', 'hangup', 'recording.saved');
      const event_ = fc
        .tuple(type, payload)
        .map(([kind, rest]) => JSON.stringify(voiceApi(`call.${kind}`, 1, rest)));
      fc.assert(
        fc.property(
          fc.oneof(
            text,
            form,
            event_,
            fc.json().map((raw) => `{"data":${raw}}`),
          ),
          (body) => {
            const parsed = telnyx.parse({ ...formRequest({}, event), body }, 'FR', NOW);
            if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
            else expect(parsed.code).toBe('body_invalid');
          },
        ),
      );
    },
  );
});
