import { describe, expect, it } from 'vitest';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { answerFields, CALL, LEG, NOW, post, readVonage } from '../support/vonage-webhook.ts';

describe('an event webhook', () => {
  const timestamp = '2025-11-25T14:00:07.000Z';
  const leg = {
    from: '33199002000',
    to: '33199001234',
    uuid: LEG,
    conversation_uuid: CALL,
    direction: 'outbound',
    timestamp,
  };
  const caller = { ...answerFields, direction: 'inbound', timestamp };
  const summary = {
    network: 'FR-FIXED',
    rate: '0.00450000',
    price: '0.00015000',
    start_time: '2025-11-25T13:59:00.000Z',
    end_time: timestamp,
  };

  const legEvent = (status: string, step: object) => ({
    id: `leg:${LEG}:${status}`,
    at: NOW + 7_000,
    clock: 'provider',
    step: { type: 'leg', leg: LEG, ...step },
  });
  const verdict = (step: object) => ({
    id: `dialled:${LEG}`,
    at: NOW + 7_000,
    clock: 'provider',
    step: { type: 'dialled', ...step },
  });

  describe.each(['event', 'dial-ring-0', 'dial-closed-2'])('named %s', (name) => {
    it.each([
      [{ status: 'started' }, { state: 'initiated' }],
      [{ status: 'ringing' }, { state: 'ringing' }],
      [{ status: 'answered', start_time: null, rate: null, network: null }, { state: 'answered' }],
      [{ status: 'completed', duration: '0', start_time: null }, { state: 'no-answer' }],
      [{ status: 'completed' }, { state: 'no-answer' }],
    ])('of the dialled leg asks for nothing: %j', (fields, step) => {
      expect(readVonage({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [legEvent(fields.status, step)],
      });
    });

    it.each([
      [{ status: 'completed', duration: '42', ...summary }],
      [{ status: 'completed', duration: 42, ...summary }],
    ])('after a conversation asks for nothing, so that nobody is rung again: %j', (fields) => {
      expect(readVonage({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [
          legEvent('completed', { state: 'completed', talkSeconds: 42 }),
          verdict({ result: 'answered', talkSeconds: 42 }),
        ],
      });
    });

    it('after the caller has hung up asks for nothing', () => {
      expect(readVonage({ ...leg, status: 'cancelled' }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: false,
        events: [legEvent('cancelled', { state: 'canceled' }), verdict({ result: 'canceled' })],
      });
    });

    it.each([
      [{ status: 'busy', sip_code: 486 }, 'busy'],
      [{ status: 'timeout' }, 'no-answer'],
      [{ status: 'unanswered', detail: 'unavailable' }, 'no-answer'],
      [{ status: 'failed', detail: 'cannot_route' }, 'failed'],
      [{ status: 'rejected', detail: 'restricted' }, 'failed'],
      [{ status: 'rejected', detail: 'declined' }, 'no-answer'],
    ])('of an attempt that failed asks what to do next: %j', (fields, result) => {
      expect(readVonage({ ...leg, ...fields }, name)).toEqual({
        ok: true,
        providerCallId: CALL,
        asksForFlow: true,
        ...(name === 'event' ? { next: 'dial-ring-0' } : {}),
        events: [legEvent(fields.status, { state: result }), verdict({ result })],
      });
    });
  });

  it("of the caller's leg tells when the call came in, and its end", () => {
    expect(readVonage({ ...caller, status: 'started' }, 'event')).toMatchObject({
      providerCallId: CALL,
      asksForFlow: false,
      events: [
        {
          id: 'received',
          at: NOW + 7_000,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
        },
      ],
    });
    const end = { ...caller, status: 'completed', duration: '50', ...summary };
    expect(readVonage(end, 'event')).toMatchObject({
      events: [{ id: 'ended', step: { type: 'ended', totalSeconds: 50 } }],
    });
    expect(readVonage({ ...caller, status: 'rejected' }, 'event')).toMatchObject({
      events: [{ id: 'ended', step: { type: 'ended' } }],
    });
  });

  it.each(['ringing', 'answered', 'unanswered'])("of the caller's leg is no news: %s", (status) => {
    expect(readVonage({ ...caller, status }, 'event')).toMatchObject({ ok: true, events: [] });
  });

  it('may be an error, which is no news of the call', () => {
    const error = { reason: 'Syntax error in NCCO.', conversation_uuid: CALL, timestamp };
    expect(readVonage(error, 'event')).toMatchObject({
      ok: true,
      providerCallId: CALL,
      events: [],
    });
  });

  it('may tell that a leg was moved, which is no news of the call', () => {
    const moved = { conversation_uuid_from: 'CON-1', conversation_uuid_to: CALL, uuid: LEG };
    expect(readVonage({ ...moved, type: 'transfer', timestamp }, 'event')).toEqual({
      ok: true,
      providerCallId: CALL,
      events: [],
      asksForFlow: false,
    });
  });

  it.each(['yesterday', '', '2025-11-25', '2025-11-25T14:00:07', '2025-99-25T14:00:07Z', 7])(
    'with the time %j counts from its arrival',
    (odd) => {
      const parsed = readVonage({ ...leg, status: 'ringing', timestamp: odd }, 'event');
      expect(parsed).toMatchObject({ events: [{ at: NOW, clock: 'arrival' }] });
    },
  );

  it.each([
    [{ conversation_uuid: undefined }, 'conversation_uuid is missing or too long'],
    [{ conversation_uuid: 'C'.repeat(129) }, 'conversation_uuid is missing or too long'],
    [{ uuid: null }, 'uuid is missing or too long'],
    [{ status: undefined }, 'status is missing or unknown'],
    [{ status: 'constructor' }, 'status is missing or unknown'],
    [{ direction: undefined }, 'direction is missing or unknown'],
    [{ direction: 'sideways' }, 'direction is missing or unknown'],
  ])('with %j is refused by the name of the field', (fields, detail) => {
    const parsed = readVonage({ ...leg, status: 'ringing', ...fields }, 'event');
    expect(parsed).toEqual({ ok: false, code: 'body_invalid', detail });
  });

  it('of another kind, or no JSON, is refused', () => {
    for (const event of ['dial', 'events', 'message-1', 'whisper', '-', '', 'constructor']) {
      expect(readVonage(leg, event)).toMatchObject({ ok: false, detail: 'No such event' });
    }
    for (const body of ['', '{', '[]', 'null', '"text"']) {
      const parsed = vonage.parse(post(body, undefined, 'event'), 'FR', NOW);
      expect(parsed).toMatchObject({ ok: false, detail: 'The body is no JSON object' });
    }
  });
});
