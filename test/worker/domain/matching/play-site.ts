import type { Curve } from '../../../../worker/domain/matching/curve.ts';
import type { Experience } from '../../../../worker/domain/matching/experience.ts';
import { exposureOf, type Span } from '../../../../worker/domain/matching/exposure.ts';
import {
  gatherEvidence,
  type Known,
  type Rung,
} from '../../../../worker/domain/matching/gather-evidence.ts';
import type { Holder } from '../../../../worker/domain/matching/holder.ts';
import { expectedOf } from '../../../../worker/domain/matching/improve-curve.ts';
import { PRIOR_CURVE } from '../../../../worker/domain/matching/prior-curve.ts';
import { countVisits } from '../../../../worker/domain/matching/visit-counts.ts';
import { exponential, type Random, seededRandom } from '../../../../worker/domain/replay/random.ts';
import { type EpochMs, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import type { Device } from '../../../../worker/domain/visits/device.ts';
import { known } from './make-call.ts';

/** Monday, 2025-11-03T00:00:00Z */
export const MONDAY = 1_762_128_000_000;

/** A visitor who stayed from then to then, by what they may do. */
type Stay = Pick<Holder, 'startedAt' | 'lastSeenAt' | 'source' | 'device'>;

export type Behaviour = {
  readonly visits: number;
  /** From one visit to the next, on average. */
  readonly every: number;
  /** Numbers are leased one after the other, whoever may still ring. */
  readonly numbers: number;
  /** When a visitor calls; null: they do not. */
  readonly callAt: (random: Random, stay: Stay) => EpochMs | null;
  /** Of those who call while they are on the site, the share that taps the number five seconds before. */
  readonly tapShare: number;
  readonly source: (random: Random) => string;
  /** Null: nobody knows what they are on. */
  readonly device: ((random: Random, source: string) => Device) | null;
  /** Calls that no visit caused. */
  readonly wrong: number;
};

/** One visitor of ten calls, after so long on average. */
export function callsAfter(mean: number): Behaviour['callAt'] {
  return (random, { startedAt }) => (random() < 0.1 ? startedAt + exponential(random, mean) : null);
}

/** Eleven days; each visitor has a number that nobody else is given. */
const USUAL: Behaviour = {
  visits: 4_000,
  every: 4 * MINUTE,
  numbers: 4_000,
  callAt: callsAfter(MINUTE),
  tapShare: 0,
  source: () => 'google',
  device: null,
  wrong: 20,
};

export type Played = {
  readonly numbers: number;
  readonly end: EpochMs;
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  /** In the order in which they came. */
  readonly calls: readonly (Rung & { readonly cause: string | null })[];
};

/** What happens on a site, and who really called. */
export function playSite(change: Partial<Behaviour> = {}, seed = 1): Played {
  const { visits, every, numbers, callAt, tapShare, source, device, wrong } = {
    ...USUAL,
    ...change,
  };
  const random = seededRandom(seed);
  const holders = new Map<string, Holder[]>();
  const calls: Played['calls'][number][] = [];
  let at = MONDAY;
  for (let visit = 0; visit < visits; visit++) {
    at += exponential(random, every);
    const number = `number ${visit % numbers}`;
    const visitorId = `visitor ${visit}`;
    const seen = { startedAt: at, lastSeenAt: at + exponential(random, 90 * SECOND) };
    const cameFrom = source(random);
    const stay: Stay = {
      ...seen,
      source: cameFrom,
      device: device === null ? null : device(random, cameFrom),
    };
    const called = callAt(random, stay);
    const isTapped = called !== null && called < stay.lastSeenAt && random() < tapShare;
    const tappedAt = isTapped ? Math.max(at, called - 5 * SECOND) : null;
    const sessionId = `session ${String(visit).padStart(6, '0')}`;
    const theirs = { ...stay, sessionId, visitorId, left: true, tappedAt, movedOnAt: null };
    holders.set(number, [...(holders.get(number) ?? []), theirs]);
    if (called !== null) calls.push({ at: called, number, caller: visitorId, cause: visitorId });
  }
  for (let call = 0; call < wrong; call++) {
    const number = `number ${Math.floor(random() * numbers)}`;
    const rungAt = MONDAY + random() * (at - MONDAY);
    calls.push({ at: rungAt, number, caller: `stranger ${call}`, cause: null });
  }
  const heard = calls.filter((call) => call.at < at).sort((a, b) => a.at - b.at);
  return { numbers, end: at, holders, calls: heard };
}

/** What is known of a call at the time. */
export function knownOf({ holders }: Played, call: Rung): Known {
  const theirs = holders.get(call.number) ?? [];
  return known(theirs.filter(({ startedAt }) => startedAt <= call.at));
}

export function experienceOf(played: Played): Experience {
  const all = visitorsOf(played);
  return {
    calls: played.calls.map((call) => gatherEvidence(call, knownOf(played, call), PRIOR_CURVE)),
    exposure: exposureOf(all, MONDAY, played.end, 1),
    visits: countVisits(all),
    numberSeconds: (played.numbers * (played.end - MONDAY)) / SECOND,
    redials: { after: [], notYet: [] },
  };
}

/** Calls that a curve expects of each visitor, so long after they came. */
export function callsWithin(curve: Curve, played: Played, ms: number): number {
  const spans = visitorsOf(played).map((each) => ({ ...each, movedOnAt: each.startedAt + ms }));
  const exposure = exposureOf(spans, MONDAY, Number.POSITIVE_INFINITY, 1);
  return expectedOf(curve, { exposure, numberSeconds: 0 }) / spans.length;
}

/** Calls that a curve expects of a visitor from then to then. */
export function callsBetween(curve: Curve, span: Span, from: EpochMs, to: EpochMs): number {
  return expectedOf(curve, { exposure: exposureOf([span], from, to, 1), numberSeconds: 0 });
}

function visitorsOf({ holders }: Played): Holder[] {
  return [...holders.values()].flat();
}
