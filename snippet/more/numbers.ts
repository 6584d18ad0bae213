import type { NumberForms, Swap } from '../contract/wire.ts';
import type { Lease } from '../domain/lease.ts';
import { guard } from '../features/guard.ts';

type Watch = {
  readonly target: string;
  readonly changed: (number: NumberForms) => void;
  last?: string;
};

/** Tells pages that show the number themselves which one to show, now and whenever it changes. */
export function createNumbers() {
  const watches: Watch[] = [];
  let numberOf: ((target: string) => NumberForms) | undefined;
  const tell = (watch: Watch) => {
    const number = numberOf?.(watch.target);
    if (!number || number.e164 === watch.last) return;
    watch.last = number.e164;
    watch.changed(number);
  };
  return {
    watch: (target: string, changed: (number: NumberForms) => void) => {
      const watch: Watch = { target, changed: guard(changed) };
      watches.push(watch);
      tell(watch);
    },
    /** With no swap for it a target stands for itself, in the forms that the server gave if it gave any. */
    update: (swaps: readonly Swap[], lease: Lease | undefined) => {
      const own = lease?.swaps.filter(({ grade }) => grade === 'none') ?? [];
      numberOf = (target) =>
        [...swaps, ...own].find((swap) => swap.target === target)?.number ?? {
          e164: target,
          national: target,
          international: target,
        };
      watches.forEach(tell);
    },
  };
}
