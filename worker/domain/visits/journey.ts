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
      readonly data?: Readonly<Record<string, string | number | boolean>> | undefined;
    }
);

/** A journey is one column of one row, so it has to end somewhere. */
export const JOURNEY_LIMIT = 200;

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
  if (longer.length <= JOURNEY_LIMIT) return longer;
  const half = JOURNEY_LIMIT / 2;
  return [...longer.slice(0, half), ...longer.slice(-half)];
}
