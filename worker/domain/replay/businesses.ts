import { exponential, logNormal, type Random } from './random.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How people behave who look at a kind of business's website; times in seconds. */
export type Business = {
  /** How long somebody stays. */
  readonly stay: (random: Random) => number;
  /** From the beginning of a visit to the call it causes. @param stay how long the visit lasts. */
  readonly delay: (random: Random, stay: number) => number;
  /** Of those who call from the page itself, the share that tap the number. */
  readonly tapShare: number;
  /** Hours of the day in which people call; whoever wants to outside of them does so when it opens. */
  readonly open: readonly [from: number, to: number] | null;
  /** Whether visits come in bursts: how many an hour are expected at a time, 1 on average. */
  readonly rush: (t: number) => number;
  /** Calls that no visit caused, as a share of those that one did. */
  readonly passedOnShare: number;
  readonly wrongShare: number;
};

const alwaysOpen = null;

/** More by day than by night. */
function daily(t: number): number {
  const hour = (t % DAY) / HOUR;
  return 1 + 0.9 * Math.sin(((hour - 9) / 24) * 2 * Math.PI);
}

const SPOT_RUSH = 25;
/** No rush is denser, in any business. */
export const MOST_RUSH = SPOT_RUSH;

/** Ten minutes of everybody at once, twice an evening. */
function tvSpots(t: number): number {
  const hour = (t % DAY) / HOUR;
  const since = Math.min(...[19.25, 21.5].map((spot) => (hour >= spot ? hour - spot : 24)));
  return since < 1 / 6 ? SPOT_RUSH : 0.65 * daily(t);
}

const shortStay = (random: Random) => logNormal(random, 70, 1);

/** Named for what they are like: unlike enough that one generic curve is wrong for each. */
export const BUSINESSES = {
  /** A burst pipe: read, tap, call. */
  plumber: {
    stay: shortStay,
    delay: (random) => logNormal(random, 75, 0.9),
    tapShare: 0.5,
    open: alwaysOpen,
    rush: daily,
    passedOnShare: 0.04,
    wrongShare: 0.02,
  },
  /** Looked up in the evening, called when the desk opens. */
  clinic: {
    stay: shortStay,
    delay: (random, stay) =>
      random() < 0.6 ? exponential(random, stay + MINUTE) : exponential(random, 5 * HOUR),
    tapShare: 0.3,
    open: [8.5, 18],
    rush: daily,
    passedOnShare: 0.05,
    wrongShare: 0.02,
  },
  /** Cars are looked at for long, and asked about at the end; or days later. */
  dealer: {
    stay: (random) => logNormal(random, 8 * MINUTE, 0.8),
    delay: (random, stay) =>
      random() < 0.7
        ? Math.max(20, stay * (0.7 + 0.3 * random()))
        : stay + logNormal(random, 1.5 * DAY, 1),
    tapShare: 0.2,
    open: [9, 20],
    rush: daily,
    passedOnShare: 0.06,
    wrongShare: 0.02,
  },
  /** Read, talked over, called in office hours. */
  b2b: {
    stay: (random) => logNormal(random, 3 * MINUTE, 1.1),
    delay: (random) => logNormal(random, 5 * HOUR, 1.6),
    tapShare: 0.05,
    open: [9, 17.5],
    rush: daily,
    passedOnShare: 0.08,
    wrongShare: 0.03,
  },
  /** Everybody comes at once, and calls at once. */
  tv: {
    stay: shortStay,
    delay: (random) =>
      random() < 0.85 ? logNormal(random, 50, 0.7) : logNormal(random, HOUR, 1.2),
    tapShare: 0.4,
    open: alwaysOpen,
    rush: tvSpots,
    passedOnShare: 0.03,
    wrongShare: 0.02,
  },
  /** The number goes round among friends, and stays in the phone. */
  'passed-on': {
    stay: shortStay,
    delay: (random) =>
      random() < 0.5 ? logNormal(random, 2 * MINUTE, 1) : logNormal(random, 8 * HOUR, 1.5),
    tapShare: 0.2,
    open: alwaysOpen,
    rush: daily,
    passedOnShare: 0.25,
    wrongShare: 0.05,
  },
} as const satisfies Readonly<Record<string, Business>>;

export type BusinessName = keyof typeof BUSINESSES;

/** When somebody calls who wants to at a time: then, or soon after it opens. */
export function whenOpen({ open }: Pick<Business, 'open'>, random: Random, wanted: number): number {
  if (open === null) return wanted;
  const [from, to] = open;
  const hour = (wanted % DAY) / HOUR;
  if (hour >= from && hour < to) return wanted;
  const midnight = Math.floor(wanted / DAY) * DAY + (hour >= to ? DAY : 0);
  return midnight + from * HOUR + exponential(random, 25 * MINUTE);
}
