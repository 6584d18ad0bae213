import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { vonage } from '../../worker/telephony/providers/vonage.ts';
import { answerFields, CALL, get, NOW, post, readVonage } from '../support/vonage-webhook.ts';

describe('the answer webhook', () => {
  const received = {
    ok: true,
    providerCallId: CALL,
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
  };

  it('is received and asks where to connect, by GET and by POST', () => {
    const query = new URLSearchParams(answerFields).toString();
    expect(readVonage(answerFields)).toEqual(received);
    expect(vonage.parse(get(query), 'FR', NOW)).toEqual(received);
  });

  it.each(['DE', 'AT', 'IT', 'NL', 'US'])(
    'takes its numbers for international ones of a site in %s',
    (country) => {
      const numbers = { to: '4915123456789', from: '33639980001' };
      const query = new URLSearchParams({ ...answerFields, ...numbers }).toString();
      expect(vonage.parse(get(query), country, NOW)).toMatchObject({
        events: [{ number: '+4915123456789', caller: '+33639980001' }],
      });
    },
  );

  it.each(['anonymous', 'Restricted', 'unknown', ''])('knows the withheld caller %j', (from) => {
    expect(readVonage({ ...answerFields, from })).toMatchObject({ events: [{ caller: null }] });
  });

  it('is taken without numbers that can be read', () => {
    const { from: _, ...fields } = answerFields;
    const parsed = readVonage({ ...fields, from_user: 'JaneDoe', to: 'sip:desk@example.com' });
    expect(parsed.ok && parsed.events).toEqual([
      { id: 'received', at: NOW, clock: 'arrival', step: { type: 'received' } },
    ]);
  });
});

/** https://developer.vonage.com/en/voice/voice-api/webhook-reference#input */
describe('a key that was pressed', () => {
  const input = {
    ...answerFields,
    dtmf: { digits: '1', timed_out: false },
    speech: { results: [] },
    timestamp: '2025-11-25T14:00:07.000Z',
  };

  it.each([
    [{ digits: '1', timed_out: false }, '1'],
    [{ digits: '*', timed_out: true }, '*'],
    [{ digits: 7 }, '7'],
    [{ digits: '', timed_out: true }, null],
    [{ digits: null, timed_out: true }, null],
    [{ digits: '12' }, null],
    [{ digits: ['1'] }, null],
    [{}, null],
    [null, null],
    ['1', null],
  ])('in %j, is the choice %j', (dtmf, choice) => {
    expect(readVonage({ ...input, dtmf }, 'menu-1')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [
        {
          id: `menu:${choice}`,
          at: NOW + 7_000,
          clock: 'provider',
          number: '+33199002000',
          caller: '+33639980001',
          step: { type: 'menu', choice },
        },
      ],
    });
  });
});

/** https://developer.vonage.com/en/voice/voice-api/webhook-reference#record */
describe('what was recorded', () => {
  const recorded = {
    start_time: '2025-11-25T13:59:00Z',
    recording_url: 'https://api.nexmo.com/v1/files/bbbbbbbb-aaaa-cccc-dddd-0123456789ab',
    size: 12222,
    recording_uuid: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab',
    end_time: '2025-11-25T13:59:41.600Z',
    conversation_uuid: CALL,
    timestamp: '2025-11-25T14:00:07.000Z',
  };

  it.each([
    ['message', 'voicemail', true],
    ['recording', 'call', false],
  ])('as %s, is of the %s', (event, of, asksForFlow) => {
    expect(readVonage(recorded, event)).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow,
      events: [
        {
          id: `recording:${recorded.recording_uuid}`,
          at: NOW + 7_000,
          clock: 'provider',
          step: { type: 'recording', of, url: recorded.recording_url, seconds: 42 },
        },
      ],
    });
  });

  it('without its times, is of unknown length', () => {
    const parsed = readVonage({ ...recorded, start_time: null }, 'message');
    const step = { type: 'recording', of: 'voicemail', url: recorded.recording_url };
    expect(parsed.ok && parsed.events[0]?.step).toEqual(step);
  });

  it.each([
    { end_time: recorded.start_time },
    { recording_url: undefined },
    { recording_url: 'javascript:alert(1)' },
  ])('is nothing with %j', (fields) => {
    expect(readVonage({ ...recorded, ...fields }, 'message')).toEqual({
      ok: true,
      providerCallId: CALL,
      asksForFlow: true,
      events: [],
    });
  });
});

describe('whatever comes, nothing throws', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc
      .dictionary(
        fc.constantFrom(
          'uuid',
          'status',
          'direction',
          'from',
          'dtmf',
          'recording_url',
          'start_time',
        ),
        fc.oneof(fc.jsonValue(), fc.constantFrom('timeout', 'completed', 'outbound')),
      )
      .map((fields) => JSON.stringify({ conversation_uuid: CALL, ...fields })),
  );

  it('in the body or the query', () => {
    const event = fc.constantFrom(
      undefined,
      'event',
      'dial-2-0',
      'menu-1',
      'message',
      'recording',
      'other',
      'constructor',
    );
    fc.assert(
      fc.property(anything, event, fc.boolean(), (text, name, byGet) => {
        const request = byGet ? { ...get(text), event: name } : post(text, undefined, name);
        const parsed = vonage.parse(request, 'FR', NOW);
        if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
        else expect(parsed.code).toBe('body_invalid');
      }),
      { numRuns: 500 },
    );
  });
});
