import type { CallEvent, DialResult } from './call-event.ts';
import { toldSeconds } from './call-times.ts';
import type { SealedCaller } from './sealed-caller.ts';

/** A caller as it was parsed, or sealed. */
export type Caller = string | SealedCaller;

/** Providers tell one event in one way, or correct it once; more than this is noise, and kept from growing. */
const MOST_KEPT = 4;

/**
 * Of the deliveries of one event those that are worth keeping, what says more first.
 *
 * One of each content, and of those no more than `MOST_KEPT`. The same whatever order they came in, and
 * whether they are given at once or each with what was kept before. Where only our time of arrival differs,
 * the earliest stays; where only the sealing does, the first in the list, so a repetition replaces nothing.
 */
export function keptDeliveries<C extends Caller>(
  deliveries: readonly CallEvent<C>[],
): CallEvent<C>[] {
  return [...Map.groupBy(deliveries, contentOf).values()]
    .map((same) => same.reduce((a, b) => (b.at < a.at ? b : a)))
    .sort(compareDeliveries)
    .slice(0, MOST_KEPT);
}

/**
 * One event of all its deliveries: what happened and when as told by the one that says most, each number
 * from the first that has it. A caller who is known counts before one who withheld the number.
 */
export function joinDeliveries<C extends Caller>(
  deliveries: readonly CallEvent<C>[],
): CallEvent<C> {
  const kept = keptDeliveries(deliveries);
  const [{ id, at, clock, step }] = kept as [CallEvent<C>];
  const callers = kept.map((event) => event.caller).filter((caller) => caller !== undefined);
  const caller = callers.find((each) => each !== null) ?? callers[0];
  const number = kept.find((event) => event.number !== undefined)?.number;
  const forwardedFrom = kept.find((event) => event.forwardedFrom !== undefined)?.forwardedFrom;
  const callerPlace = kept.find((event) => event.callerPlace !== undefined)?.callerPlace;
  const attestation = kept.find((event) => event.attestation !== undefined)?.attestation;
  const callerSigns = kept.find((event) => event.callerSigns !== undefined)?.callerSigns;
  return {
    id,
    at,
    clock,
    step,
    ...(number === undefined ? {} : { number }),
    ...(caller === undefined ? {} : { caller }),
    ...(forwardedFrom === undefined ? {} : { forwardedFrom }),
    ...(callerPlace === undefined ? {} : { callerPlace }),
    ...(attestation === undefined ? {} : { attestation }),
    ...(callerSigns === undefined ? {} : { callerSigns }),
  };
}

/** Sorts what says more first. Of equal rank are only deliveries of the same content. */
function compareDeliveries(a: CallEvent<Caller>, b: CallEvent<Caller>): number {
  const ranks = ranksOf(b);
  const difference = ranksOf(a)
    .map((rank, index) => rank - (ranks[index] ?? 0))
    .find((each) => each !== 0);
  // Neither says more: any fixed order will do.
  return difference ?? (contentOf(a) < contentOf(b) ? -1 : 1);
}

/** The lower, the more it says; what comes first counts most. */
function ranksOf(event: CallEvent<Caller>): number[] {
  const { step, clock, at, caller, number, forwardedFrom } = event;
  return [
    step.type === 'dialled' ? RESULT_RANK[step.result] : 0,
    Number(toldSeconds(step) === undefined),
    Number(clock === 'arrival'),
    at,
    caller === undefined ? 2 : Number(caller === null),
    Number(number === undefined),
    Number(forwardedFrom === undefined),
    Number(event.callerPlace === undefined),
    Number(event.attestation === undefined),
    Number(event.callerSigns === undefined),
  ];
}

/** That somebody picked up, or why nobody could, says more than that nobody did. */
const RESULT_RANK: Record<DialResult, number> = {
  answered: 0,
  busy: 1,
  failed: 1,
  'no-answer': 2,
  canceled: 2,
};

/** All that a delivery says: neither how the caller was sealed, nor when it came in. */
function contentOf(event: CallEvent<Caller>): string {
  const { step, clock, at, caller, number, forwardedFrom, callerPlace } = event;
  return JSON.stringify([
    Object.entries(step).sort(),
    clock === 'provider' ? at : clock,
    caller === undefined ? [] : [typeof caller === 'string' ? caller : (caller?.hash ?? null)],
    number,
    forwardedFrom,
    callerPlace && Object.entries(callerPlace).sort(),
    event.attestation,
    event.callerSigns,
  ]);
}
