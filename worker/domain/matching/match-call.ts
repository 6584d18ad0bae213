import type { Lease } from '../leases/lease.ts';
import { leasePhase, reusableAt } from '../leases/lease.ts';
import type { StaticSource } from '../site-snapshot.ts';
import { DAY, type EpochMs, HOUR, MINUTE, SECOND } from '../time.ts';

/** How sure a match is: `certain` from 0.99, `high` from 0.95, `ambiguous` below. */
export type MatchBand = 'certain' | 'high' | 'ambiguous' | 'source' | 'unattributed';

/** A session that may explain a call, and how likely it does. */
export type Candidate = { readonly sessionId: string; readonly probability: number };

export type Match = {
  /** The session that best explains the call; null where none does. */
  readonly sessionId: string | null;
  readonly band: MatchBand;
  /** 0 to 1. */
  readonly confidence: number;
  /** Plain sentences for the site owner. */
  readonly reasons: readonly string[];
  /** Every session that held the number when it was rung, likeliest first. */
  readonly candidates: readonly Candidate[];
  /** What the number dialled stands for, where it is a static one. */
  readonly staticSource: StaticSource | null;
};

/** How long after its end a lease may still explain a call. */
export const MATCH_WINDOW = 30 * DAY;

/** Clocks of providers and the edge disagree by no more than this. */
export const CLOCK_TOLERANCE = 5 * SECOND;

const LIVE_CONFIDENCE = 0.97;
/** The call seems to have begun just before the number was shown: by clocks that disagree, most likely. */
const SKEWED_CONFIDENCE = 0.9;
/** From memory or from the phone's call history: what is left of the confidence falls to half each day. */
const MEMORY_CONFIDENCE = 0.9;
const MEMORY_HALF_LIFE = DAY;

export function unattributed(reason: string): Match {
  return {
    sessionId: null,
    band: 'unattributed',
    confidence: 0,
    reasons: [reason],
    candidates: [],
    staticSource: null,
  };
}

/** A static number says where a call came from, and nothing of who rang. */
export function matchStaticNumber(staticSource: StaticSource): Match {
  const { label } = staticSource;
  return {
    sessionId: null,
    band: 'source',
    confidence: 1,
    reasons: [label === '' ? 'A static number was dialled.' : `Static number: ${label}.`],
    candidates: [],
    staticSource,
  };
}

/**
 * Ties a call to the session that held the number when it began: live lease first, then hold time, then
 * cool-down.
 *
 * @param history leases of the dialled number, latest first.
 * @param at the call's own start.
 * @param clock whose clock `at` was read from. Ours is exact; a provider's may be a little behind, so where
 *   nobody had the number yet, somebody who got it within the tolerance may be meant.
 */
export function matchCall(
  history: readonly Lease[],
  at: EpochMs,
  clock: 'provider' | 'arrival',
): Match {
  const shown = shownBy(history, at);
  const holders = shown.filter((lease) => at < endOf(lease));
  if (holders.length > 1) return matchShared(holders, at);
  const tolerance = clock === 'provider' ? CLOCK_TOLERANCE : 0;
  const holder = holders[0] ?? seenLast(shown);
  const lease = holder ?? history.find(({ startedAt }) => startedAt <= at + tolerance);
  if (lease === undefined) return unattributed('No visitor had been shown this number by then.');
  const since = at - lease.lastSeenAt;
  if (since > MATCH_WINDOW) {
    return unattributed(
      `The last visitor with this number left more than ${MATCH_WINDOW / DAY} days before.`,
    );
  }
  const matched = (confidence: number, reason: string): Match => ({
    sessionId: lease.sessionId,
    band: confidence >= 0.95 ? 'high' : 'ambiguous',
    confidence,
    reasons: [reason],
    candidates: [{ sessionId: lease.sessionId, probability: confidence }],
    staticSource: null,
  });
  if (lease !== holder) {
    return matched(
      SKEWED_CONFIDENCE,
      'First visitor with this number, shown it at about that time.',
    );
  }
  switch (leasePhase(lease, at)) {
    case 'live':
      return matched(LIVE_CONFIDENCE, 'Only visitor holding the number, on the site at the time.');
    case 'held':
      return matched(
        0.95,
        `Only visitor holding the number; last seen ${duration(since)} before the call.`,
      );
    case 'cooling': {
      const rest = at - reusableAt(lease);
      return matched(
        MEMORY_CONFIDENCE * 2 ** (-rest / MEMORY_HALF_LIFE),
        `Last visitor with this number, which nobody has held since; last seen ${duration(since)} before the call.`,
      );
    }
  }
}

/**
 * Everyone who was shown the number by then and may explain a call, latest first: who held it alone last,
 * and those who have shared it since. Whatever came before is over: where it would still run, it was taken
 * back because no page could show it any more.
 */
function shownBy(history: readonly Lease[], at: EpochMs): readonly Lease[] {
  const begun = history.filter((lease) => lease.startedAt <= at);
  const alone = begun.findIndex(({ startedAt, sharedAt }) => startedAt !== sharedAt);
  return alone < 0 ? begun : begun.slice(0, alone + 1);
}

function seenLast(leases: readonly Lease[]): Lease | undefined {
  return leases.reduce<Lease | undefined>(
    (last, lease) => (last === undefined || lease.lastSeenAt > last.lastSeenAt ? lease : last),
    undefined,
  );
}

/** Several visitors were shown the number at once: whoever is on the page is twice as likely as who has left. */
function matchShared(holders: readonly Lease[], at: EpochMs): Match {
  const weigh = (lease: Lease) => (leasePhase(lease, at) === 'live' ? 2 : 1);
  const total = holders.reduce((sum, lease) => sum + weigh(lease), 0);
  const ordered = [...holders].sort(
    (a, b) => weigh(b) - weigh(a) || b.lastSeenAt - a.lastSeenAt || (a.id < b.id ? 1 : -1),
  );
  const candidates = ordered.map((lease) => ({
    sessionId: lease.sessionId,
    probability: (LIVE_CONFIDENCE * weigh(lease)) / total,
  }));
  const [best] = candidates;
  return {
    sessionId: best?.sessionId ?? null,
    band: 'ambiguous',
    confidence: best?.probability ?? 0,
    reasons: [
      `The pool had run short: ${holders.length} visitors were shown this number at the time.`,
    ],
    candidates,
    staticSource: null,
  };
}

function endOf(lease: Lease): EpochMs {
  return lease.endedAt ?? reusableAt(lease);
}

function duration(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.max(0, Math.round(ms / SECOND))} seconds`;
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} minutes`;
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} hours`;
  return `${Math.round(ms / DAY)} days`;
}
