import fc from 'fast-check';
import { numbers } from './make-site.ts';
import { CALLER } from './phone.ts';
import type { ProviderName } from './sign-webhook.ts';

/** What the fields of a provider's webhooks may say, those first without which nothing is told of a call. */
type Genuine = { readonly as: 'form' | 'json'; readonly fields: Record<string, unknown[]> };

const [NUMBER = ''] = numbers(1);
/** The call's id with every provider. */
export const ANY_CALL = 'a-call-of-any-kind';
const CALL = [ANY_CALL];
const KEYS = ['1', '#', ''];
const SECONDS = ['9', '0', '-1'];
const URLS = ['https://pbx.example/a.mp3', 'http://pbx.example', ''];
const TIMES = ['2026-11-25T15:00:00Z', '2026-11-25 15:00:09', 'Wed, 25 Nov 2026 15:00:00 +0000'];
const ENDS = ['completed', 'answered', 'no-answer', 'busy', 'timeout', 'hangup', 'SUCCESS'];
const EPOCH_SECONDS = [1_795_618_800, 0];

const twiml: Genuine = {
  as: 'form',
  fields: {
    CallSid: CALL,
    To: [NUMBER],
    CallStatus: ['ringing', ...ENDS],
    From: [CALLER],
    ParentCallSid: CALL,
    DialCallStatus: ENDS,
    DialCallDuration: SECONDS,
    CallDuration: SECONDS,
    SequenceNumber: SECONDS,
    Timestamp: TIMES,
    Digits: KEYS,
    RecordingUrl: URLS,
    RecordingDuration: SECONDS,
  },
};

const GENUINE: Readonly<Record<ProviderName, Genuine>> = {
  twilio: twiml,
  signalwire: twiml,
  telnyx: twiml,
  plivo: {
    as: 'form',
    fields: {
      CallUUID: CALL,
      To: [NUMBER.slice(1)],
      Event: ['StartApp', 'Redirect', 'Hangup'],
      From: [CALLER.slice(1)],
      DialALegUUID: CALL,
      DialAction: ['answer', 'hangup'],
      DialStatus: ENDS,
      DialBLegDuration: SECONDS,
      Digits: KEYS,
      RecordUrl: URLS,
      RecordingDuration: SECONDS,
      StartTime: TIMES,
      EndTime: TIMES,
      Duration: SECONDS,
    },
  },
  vonage: {
    as: 'json',
    fields: {
      conversation_uuid: CALL,
      to: [NUMBER.slice(1)],
      status: ['started', ...ENDS],
      from: [CALLER.slice(1)],
      uuid: ['a-leg'],
      direction: ['inbound', 'outbound'],
      timestamp: TIMES,
      duration: SECONDS,
      start_time: TIMES,
      end_time: TIMES,
      dtmf: KEYS.map((digits) => ({ digits, timed_out: false })),
      recording_url: URLS,
    },
  },
  bandwidth: {
    as: 'json',
    fields: {
      callId: CALL,
      to: [NUMBER],
      eventType: ['initiate', 'gather', 'transferComplete', 'transferDisconnect', 'disconnect'],
      from: [CALLER],
      parentCallId: CALL,
      cause: ENDS,
      startTime: TIMES,
      answerTime: TIMES,
      endTime: TIMES,
      digits: KEYS,
      recordingId: ['a-recording'],
      mediaUrl: URLS,
    },
  },
  freeswitch: {
    as: 'form',
    fields: {
      session_id: CALL,
      'Caller-Destination-Number': [NUMBER],
      exiting: ['true', 'false'],
      'Caller-Caller-ID-Number': [CALLER],
      'Caller-Channel-Created-Time': ['1795618800000000', '0'],
      variable_originate_disposition: ENDS,
      variable_bridge_uepoch: ['1795618804000000', '0'],
      variable_end_uepoch: ['1795618809000000', '0'],
      pressed: KEYS,
    },
  },
  sinch: {
    as: 'json',
    fields: {
      callid: CALL,
      to: [{ type: 'did', endpoint: NUMBER }],
      event: ['ice', 'ace', 'pie', 'dice', 'notify'],
      cli: [CALLER.slice(1)],
      timestamp: TIMES,
      menuResult: KEYS.map((value) => ({ type: 'return', value })),
      result: ['ANSWERED', 'BUSY', 'NOANSWER'],
      reason: ['CALLEEHANGUP', 'TIMEOUT', 'CANCEL'],
      duration: [9, 0, -1],
    },
  },
  zadarma: {
    as: 'form',
    fields: {
      pbx_call_id: CALL,
      called_did: [NUMBER.slice(1)],
      event: ['NOTIFY_START', 'NOTIFY_INTERNAL', 'NOTIFY_ANSWER', 'NOTIFY_END'],
      caller_id: [CALLER],
      call_start: TIMES,
      internal: ['100', ''],
      duration: SECONDS,
      disposition: ENDS,
    },
  },
  mango: {
    as: 'json',
    fields: {
      entry_id: CALL,
      to: [{ extension: '101', number: 'sip:a@b.example', line_number: NUMBER.slice(1) }],
      call_state: ['Appeared', 'Connected', 'Disconnected'],
      from: [{ number: CALLER.slice(1) }],
      call_id: ['a-leg'],
      location: ['ivr', 'queue', 'abonent'],
      call_direction: [1, 2],
      seq: [1, 2, 3],
      timestamp: EPOCH_SECONDS,
      line_number: [NUMBER.slice(1)],
      create_time: EPOCH_SECONDS,
      end_time: EPOCH_SECONDS,
      talk_time: EPOCH_SECONDS,
      entry_result: [0, 1],
      disconnect_reason: [1110, 1111],
    },
  },
  generic: {
    as: 'json',
    fields: {
      call: CALL,
      v: [1],
      event: ['incoming', 'ringing', 'answered', 'next', 'ended'],
      to: [NUMBER],
      from: [CALLER, null],
      next: ['dial-ring-0', 'menu-1', 'message'],
      outcome: ['answered', 'missed', 'busy', 'failed'],
      talkSeconds: [9, 0],
      recordingUrl: URLS.slice(0, 1),
    },
  },
};

const text = fc.string({ unit: 'binary' });

/** What a webhook of the provider might say, or anybody who means it ill: from nearly right to nonsense. */
export function anyBody(name: ProviderName): fc.Arbitrary<string> {
  const { as, fields } = GENUINE[name];
  const wild: fc.Arbitrary<unknown> = as === 'json' ? fc.jsonValue() : text;
  const needed = Object.keys(fields).slice(0, 3);
  const model = Object.entries(fields).map(([field, values]) => {
    const weight = needed.includes(field) ? 9 : 3;
    return [field, fc.oneof({ weight, arbitrary: fc.constantFrom(...values) }, wild)] as const;
  });
  const nearly = fc
    .record(Object.fromEntries(model), { requiredKeys: needed })
    .map((body) => (as === 'json' ? JSON.stringify(body) : writeForm(body)));
  const damaged = fc
    .tuple(nearly, fc.nat(500), fc.nat(20), fc.string({ unit: 'binary', maxLength: 3 }))
    .map(([body, at, length, put]) => body.slice(0, at) + put + body.slice(at + length));
  return fc
    .oneof(text, fc.json(), { weight: 5, arbitrary: nearly }, { weight: 3, arbitrary: damaged })
    .map(asItArrives);
}

/** What UTF-8 cannot say is replaced, and a mark in front that says which UTF it is belongs to no text. */
function asItArrives(body: string): string {
  return body.toWellFormed().replace(/^\uFEFF+/, '');
}

function writeForm(fields: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(fields).map(([name, value]) => [name, String(value)]);
  return new URLSearchParams(pairs).toString();
}

const PLACES = ['dial-ring-0', 'menu-1', 'message', 'recording', 'leg', 'whisper', 'status', 'k/0'];
const segment = fc.oneof(
  // Of dots alone no address is made, and no route leads past a line's end.
  text.filter((each) => !/^\.{0,2}$|[\n\r\u2028\u2029]/.test(each)).map(encodeURIComponent),
  fc.constantFrom('%', '%ff', '%2F', 'k', 'dial-', 'menu-x', 'constructor', '__proto__'),
);

/** What may follow the site key in the address. */
export function anyPath(name: ProviderName): fc.Arbitrary<string> {
  const first = name === 'mango' ? ['/events/call', '/events/summary'] : [''];
  return fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...first) },
    { weight: 3, arbitrary: fc.constantFrom(...first, ...PLACES.map((place) => `/${place}`)) },
    fc.array(segment, { minLength: 1, maxLength: 4 }).map((each) => `/${each.join('/')}`),
  );
}
