import type { NumberForms } from '../contract/wire.ts';
import { ringtrace } from './ringtrace.ts';

type Watched = { number: NumberForms | undefined; readonly listeners: Set<() => void> };

/**
 * By target. The page API knows no unsubscribing, so it is asked once for each target however many
 * components come and go.
 */
const watched = new Map<string, Watched>();

/** The number to show for a target, as far as it is known: undefined before, and on a server. */
export function currentNumber(target: string): NumberForms | undefined {
  return watched.get(target)?.number;
}

/** Calls back whenever the number of a target may have changed; returns how to stop that. */
export function watchNumber(target: string, listener: () => void): () => void {
  const { listeners } = watched.get(target) ?? watch(target);
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function watch(target: string): Watched {
  const entry: Watched = { number: undefined, listeners: new Set() };
  // Known before it is asked for: the answer may come at once.
  watched.set(target, entry);
  ringtrace('number', target, (number) => {
    entry.number = number;
    for (const listener of [...entry.listeners]) listener();
  });
  return entry;
}
