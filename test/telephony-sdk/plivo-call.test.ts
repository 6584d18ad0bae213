import { describe, expect, it } from 'vitest';
import { plivo } from '../../worker/telephony/providers/plivo.ts';
import { CALL, eventsOf, INBOUND, LEG, NOW, type Params, read, request } from './plivo-requests.ts';

describe('the inbound call', () => {
  it('is received at the time of the session, and asks where to connect', () => {
    expect(read(INBOUND)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: 'received',
          at: Date.UTC(2026, 10, 25, 14, 0, 0, 238),
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

  it('counts from its arrival where it carries no time', () => {
    const { SessionStart: _, ...rest } = INBOUND;
    expect(eventsOf(rest)[0]).toMatchObject({ at: NOW, clock: 'arrival' });
    expect(eventsOf({ ...rest, SessionStart: 'now' })[0]).toMatchObject({ clock: 'arrival' });
  });

  it('takes a number without a plus for an international one, wherever the site is', () => {
    expect(eventsOf(INBOUND, undefined, 'DE')[0]).toMatchObject({
      number: '+33199002000',
      caller: '+33639980001',
    });
    expect(eventsOf({ ...INBOUND, To: '0199002000' })[0]).toMatchObject({ number: '+33199002000' });
  });

  it.each(['anonymous', '266696687', ''])('has no caller where it is from %j', (From) => {
    expect(eventsOf({ ...INBOUND, From })[0]).toMatchObject({ caller: null });
  });

  it('may come from a SIP address', () => {
    const From = 'sip:+33639980001@phone.plivo.com';
    expect(eventsOf({ ...INBOUND, From })[0]).toMatchObject({ caller: '+33639980001' });
  });

  it.each(['Not Verified', 'Not Applicable', ''])('%j says nothing of how far', (text) => {
    expect(eventsOf({ ...INBOUND, STIRVerification: text })[0]).not.toHaveProperty('attestation');
  });
});

describe('the dialled leg', () => {
  const leg = { CallUUID: CALL, DialALegUUID: CALL, DialBLegUUID: LEG, DialBLegTo: '33199001234' };
  const answer = { ...leg, Event: 'DialAnswer', DialAction: 'answer', DialBLegStatus: 'answer' };
  const hangup = { ...leg, Event: 'DialHangup', DialAction: 'hangup', DialBLegStatus: 'hangup' };

  it('was answered', () => {
    expect(read(answer, 'leg')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: `leg:${LEG}:answered`,
          at: NOW,
          clock: 'arrival',
          step: { type: 'leg', leg: LEG, state: 'answered' },
        },
      ],
    });
  });

  it.each(['connected', 'digits'])('%s is no news', (DialAction) => {
    expect(read({ ...leg, DialAction }, 'leg')).toMatchObject({ ok: true, events: [] });
  });

  it('hung up, and tells the talk time', () => {
    const [event, ...more] = eventsOf({ ...hangup, DialBLegDuration: '42' }, 'leg');
    expect(more).toEqual([]);
    expect(event).toEqual({
      id: `leg:${LEG}:completed`,
      at: NOW,
      clock: 'arrival',
      step: { type: 'leg', leg: LEG, state: 'completed', talkSeconds: 42 },
    });
  });

  it.each([
    ['UTC', '2026-11-25 14:00:02', '2026-11-25 14:00:49'],
    ['India', '2026-11-25 19:30:02', '2026-11-25 19:30:49'],
    ['Nepal', '2026-11-25 19:45:02', '2026-11-25 19:45:49'],
    ['California', '2026-11-25 06:00:02', '2026-11-25 06:00:49'],
    ['Kiribati, the day after', '2026-11-26 04:00:02', '2026-11-26 04:00:49'],
  ])('tells its times by the clock of %s', (_zone, StartTime, EndTime) => {
    const params = { ...hangup, DialBLegDuration: '42', StartTime, EndTime };
    expect(eventsOf(params, 'leg')).toMatchObject([
      { id: `leg:${LEG}:initiated`, at: NOW - 48_000, clock: 'provider' },
      { id: `leg:${LEG}:answered`, at: NOW - 43_000, clock: 'provider' },
      { id: `leg:${LEG}:completed`, at: NOW - 1_000, clock: 'provider' },
    ]);
  });

  it('tells the same times when it is told again minutes later', () => {
    const params = { ...hangup, DialBLegDuration: '42', EndTime: '2026-11-25 19:30:49' };
    const again = plivo.parse(request(params, 'leg'), 'FR', NOW + 300_000);
    expect(again).toEqual(read(params, 'leg'));
  });

  it.each([
    [{ EndTime: '2026-11-24 14:00:49' }, ['completed']],
    [{ EndTime: 'soon', StartTime: '2026-11-25 14:00:02' }, ['completed']],
    [{ EndTime: '2026-11-25 14:00:49', StartTime: '' }, ['answered', 'completed']],
    [
      { EndTime: '2026-11-25 14:00:49', StartTime: '2026-11-25 14:00:30' },
      ['answered', 'completed'],
    ],
  ])('believes no time that cannot be: %j', (times, states) => {
    const events = eventsOf({ ...hangup, DialBLegDuration: '42', ...(times as Params) }, 'leg');
    expect(events.map(({ step }) => step.type === 'leg' && step.state)).toEqual(states);
  });

  it.each([
    ['3010', 'busy'],
    ['6010', 'no-answer'],
    ['4000', 'no-answer'],
    ['2010', 'failed'],
    ['', 'no-answer'],
  ])('was not answered, with the cause %j: %s', (DialBLegHangupCauseCode, state) => {
    const params = { ...hangup, DialBLegDuration: '0', DialBLegHangupCauseCode };
    expect(eventsOf(params, 'leg')).toMatchObject([{ step: { type: 'leg', leg: LEG, state } }]);
  });

  it('may have no id where nobody answered', () => {
    expect(eventsOf({ ...hangup, DialBLegUUID: '' }, 'leg')[0]?.id).toBe('leg:dialled:no-answer');
  });
});

describe("the end of the caller's own leg", () => {
  const hangup: Params = {
    ...INBOUND,
    Event: 'Hangup',
    CallStatus: 'completed',
    HangupCause: 'NORMAL_CLEARING',
    Duration: '50',
    StartTime: '2026-11-25 15:00:00',
    EndTime: '2026-11-25 15:00:50',
  };

  it.each(['hangup', undefined])('is told to the URL of %s and asks for nothing', (event) => {
    expect(read(hangup, event)).toMatchObject({
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        { id: 'ended', at: NOW, clock: 'provider', step: { type: 'ended', totalSeconds: 50 } },
      ],
    });
  });

  it('is known by its cause, too', () => {
    const { Event: _, EndTime: __, Duration: ___, ...rest } = hangup;
    expect(eventsOf(rest)).toMatchObject([
      { id: 'ended', at: NOW, clock: 'arrival', step: { type: 'ended' } },
    ]);
  });
});
