import parse from 'libphonenumber-js/max';
import type { NumberVariant, Swap, VisitReply } from '../../snippet/contract/wire.ts';

export const TARGET = '+33199001234';
export const TRACKING = '+33199002003';

/** The swap of one French number by another, with the variants that the worker sends. */
export function frenchSwap(change: Partial<Swap> = {}): Swap {
  return { ...swapOf(TARGET, TRACKING, '0'), ...change };
}

/** A swap between any two numbers; `trunk` is the prefix of a national writing. */
export function swapOf(target: string, tracking: string, trunk: string): Swap {
  const from = parse(target);
  const to = parse(tracking);
  if (!from || !to) throw new Error(`not numbers: ${target}, ${tracking}`);
  const writings = (number: typeof from): string[] => {
    const international = number.number.slice(1);
    const trunked = trunk + number.nationalNumber;
    return [`00${international}`, `${number.countryCallingCode}${trunked}`, international, trunked];
  };
  const finds = writings(from);
  const puts = writings(to);
  const variants = new Map(finds.map((find, index) => [find, puts[index] as string]));
  return {
    target,
    kind: 'pool',
    grade: 'own',
    validFor: 600,
    number: {
      e164: to.number,
      national: to.formatNational(),
      international: to.formatInternational(),
    },
    variants: [...variants].sort(([a], [b]) => b.length - a.length) as NumberVariant[],
  };
}

/** Nothing to lease: the page keeps its own number. */
export function noSwap(): Swap {
  return frenchSwap({
    grade: 'none',
    variants: [],
    number: { e164: TARGET, national: '01 99 00 12 34', international: '+33 1 99 00 12 34' },
  });
}

export function visitReply(change: Partial<VisitReply> = {}): VisitReply {
  return {
    v: 1,
    visitor: 'visitor.signed',
    session: 'session.signed',
    renewAfter: 60,
    renewed: null,
    swaps: [frenchSwap()],
    ...change,
  };
}
