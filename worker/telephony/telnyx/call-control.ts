import { z } from 'zod';
import type { CallEvent, LegState } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import type { EventTime } from '../event-time.ts';
import { secondsBetween } from '../field-values.ts';
import { idSchema as id, readJsonBody } from '../json-body.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { attested, instant, when } from './values.ts';

/** A detail that is not as documented is as if it were missing: the event itself still happened. */
const optional = <T extends z.ZodType>(type: T) => type.optional().catch(undefined);
const text = optional(z.string());
const files = optional(z.object({ mp3: optional(z.string()), wav: optional(z.string()) }));

/** https://developers.telnyx.com/docs/voice/programmable-voice/voice-api-webhooks */
const body = z.object({
  data: z.object({
    event_type: z.string(),
    id,
    occurred_at: text,
    payload: z.object({
      /** The same for all legs of one call. */
      call_session_id: id,
      call_leg_id: id,
      direction: text,
      from: text,
      to: text,
      start_time: text,
      hangup_cause: text,
      shaken_stir_attestation: text,
      shaken_stir_validated: optional(z.boolean()),
      sip_headers: optional(z.array(z.object({ name: z.string(), value: z.string() }))),
      recording_id: optional(id),
      recording_urls: files,
      public_recording_urls: files,
      recording_started_at: text,
      recording_ended_at: text,
    }),
  }),
});

type Data = z.infer<typeof body>['data'];

/** Reads an event of the Voice API. All come to one address, and none waits for an answer. */
export function parseCallControl(
  request: WebhookRequest,
  country: string,
  now: EpochMs,
): ParsedWebhook {
  if (request.event !== undefined) {
    return invalid('Nothing may follow the site key in the path');
  }
  const read = readJsonBody(request.body, body);
  if (typeof read === 'string') return invalid(read);
  const { data } = read;
  const events = eventsOf(data, country, now);
  return heard(data.payload.call_session_id, events);
}

/**
 * Only a leg's first event says whether it was dialled. That a leg was answered therefore proves nothing,
 * for an application answers the caller before it dials; that two were bridged does. By the cause of a
 * hang-up an attempt that failed is known, for a caller's leg ends with none of those.
 *
 * https://developers.telnyx.com/api-reference/callbacks/call-hangup
 */
function eventsOf(data: Data, country: string, now: EpochMs): CallEvent[] {
  const { payload } = data;
  const leg = payload.call_leg_id;
  const time = when([data.occurred_at], now);
  const legIn = (state: LegState): CallEvent[] => [
    { id: `leg:${leg}:${state}`, ...time, step: { type: 'leg', leg, state } },
  ];
  switch (data.event_type) {
    case 'call.initiated':
      return payload.direction === 'outgoing' ? legIn('initiated') : [received(data, country, now)];
    case 'call.bridged':
      return legIn('answered');
    case 'call.hangup': {
      const failure = FAILURES.get(payload.hangup_cause ?? '');
      return failure === undefined
        ? [{ id: `ended:${leg}`, ...time, step: { type: 'ended' } }]
        : legIn(failure);
    }
    case 'call.recording.saved':
      return recording(data, time);
    default:
      return []; // Of a call, but no news of whether it was answered.
  }
}

const FAILURES = new Map<string, LegState>([
  ['user_busy', 'busy'],
  ['no_answer', 'no-answer'],
  ['timeout', 'no-answer'],
  // The phone rang, and nobody wanted the call.
  ['call_rejected', 'no-answer'],
  ['not_found', 'failed'],
]);

function received({ payload, occurred_at }: Data, country: string, now: EpochMs): CallEvent {
  const diversion = payload.sip_headers?.find(({ name }) => name.toLowerCase() === 'diversion');
  const raw = { to: payload.to, from: payload.from, forwardedFrom: diverter(diversion?.value) };
  return {
    id: 'received',
    ...when([payload.start_time, occurred_at], now),
    ...callParties(raw, country),
    ...attested(payload.shaken_stir_attestation, payload.shaken_stir_validated),
    step: { type: 'received' },
  };
}

/** The last to divert stands first: https://www.rfc-editor.org/rfc/rfc5806#section-4.2 */
function diverter(header: string | undefined): string | undefined {
  if (header === undefined || header.length > 1_024) return undefined;
  return /<([^>]*)>/.exec(header)?.[1] ?? header;
}

/** The public address lasts, but few accounts have it; the other is valid for ten minutes. */
function recording({ id: event, payload }: Data, time: EventTime): CallEvent[] {
  const { public_recording_urls: lasting, recording_urls: brief } = payload;
  const urls = [lasting?.mp3, lasting?.wav, brief?.mp3, brief?.wav];
  const url = urls.find((each) => each !== undefined && /^https:\/\/\S{1,2000}$/.test(each));
  if (url === undefined) return [];
  const length = secondsBetween(
    instant(payload.recording_started_at),
    instant(payload.recording_ended_at),
  );
  const seconds = length === undefined ? {} : { seconds: length };
  const of = payload.recording_id ?? event;
  return [
    { id: `recording:${of}`, ...time, step: { type: 'recording', of: 'call', url, ...seconds } },
  ];
}
