import type { Attestation } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { type EventTime, timeOr } from '../event-time.ts';
import { RFC_2822 } from '../twiml/events.ts';

/**
 * A time as Telnyx writes it. Its documents show three forms: `2024-01-15T10:30:00Z`,
 * `2021-04-28 21:51:18.731479Z` and RFC 2822.
 *
 * https://developers.telnyx.com/api-reference/callbacks/texml-call-completed
 * https://developers.telnyx.com/docs/voice/programmable-voice/texml-verbs/hangup
 */
export function instant(text: string | undefined): EpochMs | undefined {
  if (text === undefined || !(ISO_8601.test(text) || RFC_2822.test(text))) return undefined;
  const at = Date.parse(ISO_8601.test(text) ? text.replace(' ', 'T') : text);
  return Number.isNaN(at) ? undefined : at;
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/** The first of the times that can be read; arrival where there is none. */
export function when(times: readonly (string | undefined)[], now: EpochMs): EventTime {
  return timeOr(
    times.map(instant).find((time) => time !== undefined),
    now,
  );
}

/** SHAKEN/STIR, where the application is set to tell; a level that did not hold vouches for nothing. */
export function attested(
  level: string | undefined,
  validated: boolean | undefined,
): { attestation?: Attestation } {
  if (level !== 'A' && level !== 'B' && level !== 'C') return {};
  return { attestation: validated === false ? 'failed' : level };
}
