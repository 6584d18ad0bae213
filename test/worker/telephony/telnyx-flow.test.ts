import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { telnyx } from '../../../worker/telephony/providers/telnyx.ts';
import { whisperUrl } from '../../../worker/telephony/whisper-url.ts';
import { formRequest, NOW } from './make-request.ts';

const SID = 'v3:9X2vxPDFY2RHSJ1EdMS0RHRksMTg7ldNxdjWbVr9zBjbGjGsSe-aiQ';
const LEG = 'v3:MdI91X4lWFEs7IgbBEOT9M4AigoY08M0WWZFISt1Yw2axZ_IiE4pqg';
const PARTIES = { From: '+33639980001', To: '+33199002000' };
const READ = { number: '+33199002000', caller: '+33639980001' };
const call = { AccountSid: 'a', CallSid: SID, CallSidLegacy: SID, ConnectionId: '1' };

const read = (params: Record<string, string>, event?: string) =>
  telnyx.parse(formRequest(params, event), 'FR', NOW);
const step = (params: Record<string, string>, event: string) => {
  const parsed = read(params, event);
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events[0]?.step;
};
const byGet = (params: Record<string, string>, event?: string) => {
  const { url, ...request } = formRequest({}, event);
  const query = new URLSearchParams(params);
  return telnyx.parse({ ...request, method: 'GET', url: `${url}?${query}`, body: '' }, 'FR', NOW);
};

describe('the result of a dial', () => {
  it('asks what comes next, whichever attempt it was', () => {
    const dial = { ...call, DialCallSid: LEG, DialCallStatus: 'no-answer', ...PARTIES };
    expect(read(dial, 'dial-ring-1')).toEqual({
      ok: true,
      providerCallId: SID,
      asksForFlow: true,
      events: [
        {
          id: `dialled:${LEG}`,
          at: NOW,
          clock: 'arrival',
          ...READ,
          step: { type: 'dialled', result: 'no-answer' },
        },
      ],
    });
    expect(read(dial, 'dial')).toEqual(read(dial, 'dial-ring-1'));
  });
});

// https://developers.telnyx.com/api-reference/callbacks/texml-gather
describe('the key pressed in a menu', () => {
  const gathered = { ...call, ...PARTIES };

  it('is told, and asks what comes next', () => {
    expect(read({ ...gathered, Digits: '2' }, 'menu-1')).toEqual({
      ok: true,
      providerCallId: SID,
      asksForFlow: true,
      events: [
        {
          id: 'menu:2',
          at: NOW,
          clock: 'arrival',
          ...READ,
          step: { type: 'menu', choice: '2' },
        },
      ],
    });
  });

  it.each([
    ['0', '0'],
    ['*', '*'],
    ['#', '#'],
    ['', null],
    ['12', null],
    ['x', null],
  ])('%j is %j', (Digits, choice) => {
    expect(step({ ...gathered, Digits }, 'menu-2')).toEqual({ type: 'menu', choice });
  });

  it('is none in the request that follows where none was pressed', () => {
    expect(step(gathered, 'menu-1')).toEqual({ type: 'menu', choice: null });
  });
});

// https://developers.telnyx.com/api-reference/callbacks/texml-recording-completed
describe('a recording', () => {
  const url = 'https://recording.example/1.mp3?X-Amz-Expires=600';
  const completed = {
    ...call,
    RecordingChannels: '1',
    RecordingDuration: '5',
    RecordingSid: '35094891-3290-4142-b2c2-b2eda57534cf',
    RecordingSource: 'DialVerb',
    RecordingStatus: 'completed',
    RecordingUrl: url,
  };

  it.each([
    ['recording', 'call', false],
    ['message', 'voicemail', true],
  ])('told to `%s` is of a %s', (event, of, asksForFlow) => {
    expect(read(completed, event)).toEqual({
      ok: true,
      providerCallId: SID,
      asksForFlow,
      events: [
        {
          id: 'recording:35094891-3290-4142-b2c2-b2eda57534cf',
          at: NOW,
          clock: 'arrival',
          step: { type: 'recording', of, url, seconds: 5 },
        },
      ],
    });
  });

  it('of a leg is one of its call', () => {
    const ofLeg = { ...completed, CallSid: LEG, ParentCallSid: SID };
    expect(read(ofLeg, 'recording')).toEqual(read(completed, 'recording'));
  });

  it.each([
    { RecordingUrl: '' },
    { RecordingUrl: 'javascript:alert(1)' },
    { RecordingUrl: 'http://recording.example/1.mp3' },
    { RecordingDuration: '0' },
  ])('with %j is none', (change) => {
    const none = { ok: true, providerCallId: SID, events: [] };
    expect(read({ ...completed, ...change }, 'message')).toEqual({ ...none, asksForFlow: true });
    expect(read({ ...completed, ...change }, 'recording')).toEqual({ ...none, asksForFlow: false });
  });

  it('of unknown length has none', () => {
    expect(step({ ...completed, RecordingDuration: 'long' }, 'message')).toEqual({
      type: 'recording',
      of: 'voicemail',
      url,
    });
  });
});

describe('a phone that was picked up', () => {
  const picked = formRequest({ ...call, CallSid: LEG, ParentCallSid: SID }, 'whisper');

  it.each([
    { say: 'Call from google & co', language: 'fr-FR' },
    { play: 'https://shop.example/whisper.mp3?a=1&b=2' },
  ])('hears %j', (whisper) => {
    const request = { ...picked, url: whisperUrl(picked.url, whisper) };
    expect(telnyx.parse(request, 'FR', NOW)).toEqual({
      ok: true,
      providerCallId: SID,
      events: [],
      asksForFlow: false,
      whisper,
    });
  });

  it('is told nothing where there is nothing to say', () => {
    const parsed = telnyx.parse(picked, 'FR', NOW);
    expect(parsed).toMatchObject({ ok: false, code: 'body_invalid', detail: 'Nothing to say' });
  });
});

describe('with GET', () => {
  it.each([
    [{ ...call, ...PARTIES, CallStatus: 'ringing' }, undefined],
    [{ ...call, ...PARTIES, Digits: '1' }, 'menu-1'],
    [{ ...call, ...PARTIES, DialCallStatus: 'busy' }, 'dial-ring-0'],
    [{ ...call, ...PARTIES, CallStatus: 'completed', CallDuration: '5' }, 'status'],
  ])('%j of the event %s is read from the query', (params, event) => {
    expect(byGet(params, event)).toEqual(read(params, event));
    expect(byGet(params, event).ok).toBe(true);
  });

  it('nothing is read from the body, and with POST nothing from the query', () => {
    const { url, ...post } = formRequest({ ...call, ...PARTIES });
    const get = { ...post, url, method: 'GET' };
    expect(telnyx.parse(get, 'FR', NOW)).toMatchObject({ ok: false });
    expect(telnyx.parse({ ...get, body: '{"data":{}}' }, 'FR', NOW)).toMatchObject({ ok: false });
    const query = { ...post, body: '', url: `${url}?${post.body}` };
    expect(telnyx.parse(query, 'FR', NOW)).toMatchObject({ ok: false });
  });
});

describe('a bad request', () => {
  it.each(['menu-1', 'message', 'recording', 'whisper', 'dial-ring-0'])(
    'of the event %s says that the call is missing',
    (event) => {
      const parsed = read({ CallSid: 'C'.repeat(129), Digits: '1' }, event);
      expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
      if (!parsed.ok) expect(parsed.detail).toMatch(/^CallSid/);
    },
  );

  it('never throws', () => {
    const name = fc.constantFrom(
      ...['CallSid', 'ParentCallSid', 'Digits', 'RecordingUrl', 'RecordingDuration'],
      ...['RecordingSid', 'DialCallStatus', 'From', 'Timestamp', 'say', 'play', 'language'],
    );
    const text = fc.string({ unit: 'binary' });
    const value = fc.oneof(text, fc.constantFrom(SID, '#', 'https://a.example/1', '7', 'busy'));
    const form = fc
      .array(fc.tuple(name, value))
      .map((pairs) => new URLSearchParams(pairs).toString());
    const event = fc.constantFrom('menu-1', 'message', 'recording', 'whisper', 'dial-ring-0');
    fc.assert(
      fc.property(
        fc.constantFrom('POST', 'GET'),
        event,
        fc.oneof(form, text),
        fc.oneof(form, text),
        (method, which, body, query) => {
          const request = formRequest({}, which);
          const url = `${request.url}?${query}`;
          const parsed = telnyx.parse({ ...request, method, url, body }, 'FR', NOW);
          if (parsed.ok) expect(parsed.providerCallId).toMatch(/^\P{Cc}{1,128}$/u);
          else expect(parsed.code).toBe('body_invalid');
        },
      ),
    );
  });
});
