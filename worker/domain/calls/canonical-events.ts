import type { CallEvent, CallStep } from './call-event.ts';
import { type Caller, joinDeliveries } from './deliveries.ts';

/**
 * The same events in the same order, each id once, whatever order they came in and however often.
 *
 * Whatever is computed from this is indifferent to order and repetition, and to what of it was merged
 * before. What speaks of the whole call comes before what speaks of one leg, so the first answer to
 * "which number, which caller" is the best one. For deliveries that differ see `joinDeliveries`.
 */
export function canonicalEvents<C extends Caller>(events: readonly CallEvent<C>[]): CallEvent<C>[] {
  const byId = Map.groupBy(events, (event) => event.id);
  return [...byId.values()].map(joinDeliveries<C>).sort(compareEvents);
}

const RANK: Record<CallStep['type'], number> = {
  received: 0,
  dialled: 1,
  ended: 2,
  blocked: 3,
  menu: 4,
  recording: 5,
  leg: 6,
  finished: 7,
  lapsed: 8,
};

function compareEvents(a: CallEvent<unknown>, b: CallEvent<unknown>): number {
  return (
    RANK[a.step.type] - RANK[b.step.type] ||
    Number(b.clock === 'provider') - Number(a.clock === 'provider') ||
    a.at - b.at ||
    (a.id < b.id ? -1 : 1)
  );
}
