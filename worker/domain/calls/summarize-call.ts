import type { CallerSign } from '../spam/caller-signs.ts';
import { type EpochMs, SECOND } from '../time.ts';
import type { Attestation, CallEvent, CallerPlace, CallOutcome } from './call-event.ts';
import { decideOutcome } from './call-outcome.ts';
import {
  callerGoneAt,
  closedAt,
  dialOverAt,
  lapsedAt,
  pickedUpAt,
  ringingFrom,
  startOfCall,
  wasRinging,
} from './call-times.ts';
import { canonicalEvents } from './canonical-events.ts';
import { type Caller, keptDeliveries } from './deliveries.ts';

/** What is known of a call. Seconds are whole; null means not known, or not yet. */
export type CallSummary<C = string> = {
  /** Tracking number dialled, E.164. */
  readonly number: string | null;
  /** Null where the caller withheld the number, too: either way there is nothing to key on. */
  readonly caller: C | null;
  /** Number that forwarded the call to the tracking number, E.164. */
  readonly forwardedFrom: string | null;
  readonly callerPlace: CallerPlace | null;
  readonly attestation: Attestation | null;
  /** What the caller's number alone says against the call. */
  readonly callerSigns: readonly CallerSign[];
  readonly startedAt: EpochMs;
  /** `arrival` where `startedAt` is when we first heard of the call; a later event may correct it. */
  readonly startedClock: CallEvent['clock'];
  readonly answeredAt: EpochMs | null;
  /** Null while the call is in progress, as are `outcome` and the seconds that are still running. */
  readonly endedAt: EpochMs | null;
  readonly outcome: CallOutcome | null;
  /**
   * From the business's phone ringing to the pick-up, or to the end of the attempt. 0 where the line was
   * busy, or the caller never got so far, and no phone was heard to ring.
   */
  readonly ringSeconds: number | null;
  /** From the call's start, menu and greeting included, to the pick-up or to the end of the call. */
  readonly waitSeconds: number | null;
  /** 0 where nobody picked up. */
  readonly talkSeconds: number | null;
  readonly totalSeconds: number | null;
  readonly recordings: readonly Recording[];
};

/** What was recorded of a call. `url` is the provider's own, and goes to nobody. */
export type Recording = {
  /** Unique within the call. */
  readonly id: string;
  readonly of: 'call' | 'voicemail';
  readonly url: string;
  readonly seconds: number | null;
};

/** Without news of a ringing phone, none rang. */
const SILENT: ReadonlySet<CallOutcome> = new Set(['busy', 'blocked', 'abandoned']);

/**
 * What the events of one call amount to.
 *
 * Depends only on the set of deliveries: any order and any repetition of them gives the same summary,
 * even where two tell one event differently, and any of them may be missing. For which clock counts see
 * `startOfCall`, for the outcome `decideOutcome`, for differing deliveries `joinDeliveries`.
 *
 * @throws RangeError when there are no events: nothing heard is no call.
 */
export function summarizeCall<C extends Caller>(given: readonly CallEvent<C>[]): CallSummary<C> {
  if (given.length === 0) throw new RangeError('A call has at least one event');
  const events = canonicalEvents(given);
  const started = startOfCall(events);
  const outcome = decideOutcome(events);
  const answered = outcome === null || outcome === 'answered';
  const pickedUp = answered ? pickedUpAt(events) : null;
  const answeredAt = pickedUp === null ? null : Math.max(pickedUp, started.at);
  const dialOver = dialOverAt(events);
  const endedAt =
    outcome === null
      ? null
      : (callerGoneAt(events) ?? latest(closedAt(events), dialOver) ?? lapsedAt(events));

  const ringEnd = outcome === null || answered ? answeredAt : (dialOver ?? endedAt);
  const silent = outcome !== null && SILENT.has(outcome) && !wasRinging(events);
  const ringSeconds = silent ? 0 : secondsBetween(ringingFrom(events), ringEnd);
  const talkSeconds =
    outcome === null
      ? null
      : answered
        ? talked(events, answeredAt, dialOver ?? callerGoneAt(events))
        : 0;
  return {
    number: events.find((event) => event.number !== undefined)?.number ?? null,
    caller: events.find((event) => event.caller !== undefined)?.caller ?? null,
    forwardedFrom: events.find((event) => event.forwardedFrom !== undefined)?.forwardedFrom ?? null,
    callerPlace: events.find((event) => event.callerPlace !== undefined)?.callerPlace ?? null,
    attestation: events.find((event) => event.attestation !== undefined)?.attestation ?? null,
    callerSigns: events.find((event) => event.callerSigns !== undefined)?.callerSigns ?? [],
    startedAt: started.at,
    startedClock: started.clock,
    answeredAt,
    endedAt,
    outcome,
    ringSeconds,
    waitSeconds: secondsBetween(started.at, answeredAt ?? endedAt),
    talkSeconds,
    totalSeconds:
      endedAt === null
        ? null
        : Math.max(
            secondsBetween(started.at, endedAt) ?? 0,
            // Providers may count the caller's leg from the pick-up on, so their total is a lower bound.
            ...events.map(({ step }) => (step.type === 'ended' ? (step.totalSeconds ?? 0) : 0)),
            (ringSeconds ?? 0) + (talkSeconds ?? 0),
          ),
    recordings: events.flatMap(({ id, step }) =>
      step.type === 'recording'
        ? [{ id, of: step.of, url: step.url, seconds: step.seconds ?? null }]
        : [],
    ),
  };
}

/**
 * The known events and what `incoming` adds to them.
 *
 * A delivery that says the same as a known one adds nothing. One that says something else under a known
 * id is kept beside it, for which of them is right `summarizeCall` decides, whichever came first; of an
 * id with too many, only those that say most are kept. So a new list may be as long as the known one:
 * that there is nothing to add, and nothing to be written, is told by getting `known` itself.
 */
export function mergeEvents<C extends Caller>(
  known: readonly CallEvent<C>[],
  incoming: readonly CallEvent<C>[],
): readonly CallEvent<C>[] {
  const all = new Set([...known, ...incoming]);
  const byId = Map.groupBy(all, (event) => event.id);
  const kept = new Set([...byId.values()].flatMap(keptDeliveries<C>));
  const changed = kept.size !== known.length || known.some((event) => !kept.has(event));
  return changed ? [...all].filter((event) => kept.has(event)) : known;
}

/** The provider's figure for the dialled leg, for it bills by it; else the time from pick-up to end. */
function talked(
  events: readonly CallEvent<unknown>[],
  from: EpochMs | null,
  until: EpochMs | null,
): number | null {
  const told = (type: 'dialled' | 'leg') =>
    events.flatMap(({ step }) =>
      step.type === type && step.talkSeconds !== undefined ? [step.talkSeconds] : [],
    );
  const figures = [told('dialled'), told('leg')].find((list) => list.length > 0);
  return figures === undefined ? secondsBetween(from, until) : Math.max(...figures);
}

function latest(a: EpochMs | null, b: EpochMs | null): EpochMs | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function secondsBetween(from: EpochMs | null, until: EpochMs | null): number | null {
  if (from === null || until === null) return null;
  return Math.max(0, Math.round((until - from) / SECOND));
}
