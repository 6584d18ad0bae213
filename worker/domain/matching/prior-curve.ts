import { DAY, HOUR, MINUTE, SECOND } from '../time.ts';
import type { Curve } from './curve.ts';
import { BIN_COUNT, BIN_STARTS } from './log-bins.ts';
import { mixCurves } from './mix-curves.ts';
import { LATER_COUNT } from './traits.ts';
import { DAY_CELLS } from './week.ts';

/** One visitor of 25 rings. */
const CALLERS = 0.04;

/** Of the calls, as long as nothing speaks for more or less: those of people to whom a number was passed on. */
export const PASSED_ON_SHARE = 0.07;

/** Shares of the callers, each with the mean of a waiting time without memory. */
type Waits = readonly (readonly [share: number, mean: number])[];

type Manner = Readonly<Record<'age' | 'onSite' | 'away', Waits>> & { readonly later: number };

/**
 * Kinds of businesses, by when their callers ring. Too unlike for one of them to do for all: what is
 * believed before anything is known goes on to count where calls alone cannot tell, as on small pools.
 * Rules of thumb, not measured.
 */
const MANNERS: readonly Manner[] = [
  // At once, from the page.
  {
    age: [
      [0.35, 90 * SECOND],
      [0.08, 20 * MINUTE],
      [0.04, 5 * HOUR],
    ],
    onSite: [[0.3, 2 * MINUTE]],
    away: [[0.18, MINUTE]],
    later: 0.05,
  },
  // When all there is has been read.
  {
    age: [
      [0.1, 10 * MINUTE],
      [0.1, 5 * HOUR],
      [0.1, 2 * DAY],
    ],
    onSite: [[0.4, 20 * MINUTE]],
    away: [[0.2, 3 * MINUTE]],
    later: 0.1,
  },
  // The same day.
  {
    age: [
      [0.1, 10 * MINUTE],
      [0.35, 3 * HOUR],
      [0.2, DAY],
    ],
    onSite: [[0.08, 8 * MINUTE]],
    away: [[0.12, 30 * MINUTE]],
    later: 0.15,
  },
  // Within days.
  {
    age: [
      [0.02, 20 * MINUTE],
      [0.2, 8 * HOUR],
      [0.6, 2 * DAY],
    ],
    onSite: [[0.01, 10 * MINUTE]],
    away: [[0.02, 30 * MINUTE]],
    later: 0.15,
  },
];

/**
 * Whoever holds a phone need but touch the number. On average 1 on a site that six in ten visit by phone. A rule of thumb,
 * too, and a cautious one: how much it really is is soon learned.
 */
const DEVICES: Curve['devices'] = { mobile: 1.3, tablet: 0.9, desktop: 0.6 };

/** Of those who ring later, the share that does so after as many midnights, and how many days those bins of `later` are. */
const MIDNIGHTS: readonly (readonly [share: number, days: number])[] = [
  [0.25, 0.5],
  [0.5, 1],
  [0.12, 1],
  [0.08, 2],
  [0.04, 3],
  [0.01, 23],
];

/** What may be believed of a site of which nothing is known yet, in several ways. */
export const PRIOR_CURVES: readonly Curve[] = MANNERS.map(({ age, onSite, away, later }) => ({
  calls: 0,
  age: fading(age, CALLERS),
  onSite: fading(onSite, CALLERS),
  away: fading(away, CALLERS),
  tap: fading([[0.8, 8 * SECOND]], 1),
  later: afterMidnights(later * CALLERS),
  hours: new Array<number>(DAY_CELLS).fill(1),
  days: new Array<number>(7).fill(1),
  laterHours: new Array<number>(DAY_CELLS).fill(1),
  sources: {},
  devices: DEVICES,
  passedOn: PASSED_ON_SHARE * CALLERS,
  wrong: SECOND / (365 * DAY),
  redial: fading(
    [
      [0.08, 10 * MINUTE],
      [0.12, 3 * DAY],
    ],
    1,
  ),
}));

/** What is believed of such a site: all of them, as likely as each other. */
export const PRIOR_CURVE: Curve = mixCurves(
  PRIOR_CURVES,
  PRIOR_CURVES.map(() => 1 / PRIOR_CURVES.length),
);

/** Of the visits whose number is passed on, the share of which it leads to a call in a second, by the time since the visit. */
export const PASSED_ON_DELAY: readonly number[] = fading(
  [
    [0.3, 3 * HOUR],
    [0.7, 2 * DAY],
  ],
  1,
);

/** As calls per second, whatever the part of the day in which the visit began. */
function afterMidnights(callers: number): number[] {
  const parts = LATER_COUNT / MIDNIGHTS.length;
  return MIDNIGHTS.flatMap(([share, days]) =>
    new Array<number>(parts).fill((callers * share * SECOND) / (days * DAY)),
  );
}

/** As calls per second in each bin; never none at all, which nothing could ever change. */
function fading(waits: Waits, callers: number): number[] {
  return Array.from({ length: BIN_COUNT }, (_, bin) => {
    const from = BIN_STARTS[bin] as number;
    const to = BIN_STARTS[bin + 1] as number;
    const share = waits.reduce(
      (sum, [of, mean]) => sum + of * (Math.exp(-from / mean) - Math.exp(-to / mean)),
      0,
    );
    return Math.max(1e-12, (callers * share * SECOND) / (to - from));
  });
}
