import type { CallEvent, CallStep } from './call-event.ts';

/**
 * The same events in the same order, each id once, whatever order they came in and however often.
 *
 * Whatever is computed from this is indifferent to order and repetition. What speaks of the whole call
 * comes before what speaks of one leg, so the first answer to "which number, which caller" is the best
 * one. Of two deliveries with one id, the one timed by the provider counts, then the earlier.
 */
export function canonicalEvents<C>(events: readonly CallEvent<C>[]): CallEvent<C>[] {
  const once = new Map<string, CallEvent<C>>();
  for (const event of events.toSorted(compareEvents)) {
    if (!once.has(event.id)) once.set(event.id, event);
  }
  return [...once.values()];
}

const RANK: Record<CallStep['type'], number> = { received: 0, dialled: 1, ended: 2, leg: 3 };

function compareEvents(a: CallEvent<unknown>, b: CallEvent<unknown>): number {
  return (
    RANK[a.step.type] - RANK[b.step.type] ||
    Number(b.clock === 'provider') - Number(a.clock === 'provider') ||
    a.at - b.at ||
    compareText(a.id, b.id) ||
    // Two deliveries that differ in nothing above: any fixed order will do.
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
