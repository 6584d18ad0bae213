import type { Lease } from '../leases/lease.ts';
import { leasePhase, reusableAt } from '../leases/lease.ts';
import { DAY, type EpochMs, HOUR, MINUTE, SECOND } from '../time.ts';

/** How sure a match is: `certain` from 0.99, `high` from 0.95, `ambiguous` below. */
export type MatchBand = 'certain' | 'high' | 'ambiguous' | 'source' | 'unattributed';

export type Match = {
  /** The session that best explains the call; null where none does. */
  readonly sessionId: string | null;
  readonly band: MatchBand;
  /** 0 to 1. */
  readonly confidence: number;
  /** Plain sentences for the site owner. */
  readonly reasons: readonly string[];
};

/** How long after its end a lease may still explain a call. */
export const MATCH_WINDOW = 30 * DAY;

/** Clocks of providers and the edge disagree by no more than this. */
export const CLOCK_TOLERANCE = 5 * SECOND;

const LIVE_CONFIDENCE = 0.97;
/** From memory or from the phone's call history: what is left of the confidence falls to half each day. */
const MEMORY_CONFIDENCE = 0.9;
const MEMORY_HALF_LIFE = DAY;

export function unattributed(reason: string): Match {
  return { sessionId: null, band: 'unattributed', confidence: 0, reasons: [reason] };
}

/** A static number says where a call came from, and nothing of who rang. */
export function matchStaticNumber(label: string): Match {
  return {
    sessionId: null,
    band: 'source',
    confidence: 1,
    reasons: [label === '' ? 'A static number was dialled.' : `Static number: ${label}.`],
  };
}

/**
 * Ties a call to the session that held the number: live lease first, then hold time, then cool-down.
 *
 * @param history leases of the dialled number, latest first.
 * @param at the call's own start.
 */
export function matchCall(history: readonly Lease[], at: EpochMs): Match {
  const lease = history.find((candidate) => candidate.startedAt <= at + CLOCK_TOLERANCE);
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
  });
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

function duration(ms: number): string {
  if (ms < 2 * MINUTE) return `${Math.max(0, Math.round(ms / SECOND))} seconds`;
  if (ms < 2 * HOUR) return `${Math.round(ms / MINUTE)} minutes`;
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} hours`;
  return `${Math.round(ms / DAY)} days`;
}
