import type { EventData } from '../../../snippet/contract/wire.ts';
import type { EpochMs } from '../time.ts';

/** One step of a session, as it is kept in the session's journey. */
export type JourneyEntry = {
  /** The browser's random id of the event: what is delivered twice counts once. */
  readonly id: string;
  readonly at: EpochMs;
} & (
  | { readonly type: 'page'; readonly url: string; readonly title?: string | undefined }
  | { readonly type: 'tap'; readonly number: string }
  | {
      readonly type: 'form';
      readonly name: string;
      readonly fields?: Readonly<Record<string, string>> | undefined;
    }
  | {
      readonly type: 'custom';
      readonly name: string;
      readonly data?: Readonly<EventData> | undefined;
    }
  | { readonly type: 'identify'; readonly traits: Readonly<EventData> }
);

/** A journey is one column of one row, so it has to end somewhere: in entries, and in characters of JSON. */
export const JOURNEY_LIMIT = 200;
export const JOURNEY_LENGTH = 100_000;

/**
 * Adds what is new; the same journey where nothing is. Past the limit the middle gives way: how a visit
 * began and how it went on last say the most.
 */
export function extendJourney(
  journey: readonly JourneyEntry[],
  entries: readonly JourneyEntry[],
): readonly JourneyEntry[] {
  const known = new Set(journey.map((entry) => entry.id));
  const fresh = entries.filter((entry) => !known.has(entry.id) && known.add(entry.id));
  if (fresh.length === 0) return journey;
  const longer = [...journey, ...fresh].sort((a, b) => a.at - b.at);
  const head = fitting(longer);
  const tail = fitting(longer.slice(head.length).reverse());
  return [...head, ...[...tail].reverse()];
}

/** As many entries from the front as fit into half a journey. */
function fitting(entries: readonly JourneyEntry[]): readonly JourneyEntry[] {
  let length = 0;
  const end = entries.findIndex((entry, index) => {
    length += JSON.stringify(entry).length + 1;
    return index >= JOURNEY_LIMIT / 2 || length > JOURNEY_LENGTH / 2;
  });
  return end < 0 ? entries : entries.slice(0, end);
}
