import type { StaticSource } from '../site-snapshot.ts';
import { DAY, type EpochMs, SECOND } from '../time.ts';
import type { Device } from '../visits/device.ts';
import type { MatchBand } from './verdict.ts';

export type { MatchBand } from './verdict.ts';

/** A session that may explain a call, and how likely it does. */
export type Candidate = {
  readonly sessionId: string;
  /** Missing in what was kept before it was. */
  readonly visitorId?: string;
  readonly source?: string;
  readonly device?: Device | null;
  readonly probability: number;
};

/** What is made of a call, and kept with it. */
export type Match = {
  /** The session that best explains the call; null where none does. */
  readonly sessionId: string | null;
  readonly band: MatchBand;
  /** 0 to 1: how likely it is that session. */
  readonly confidence: number;
  /** Plain sentences for the site owner. */
  readonly reasons: readonly string[];
  /** Sessions that may explain the call, likeliest first. With `unseen` and `noVisit` they add up to 1. */
  readonly candidates: readonly Candidate[];
  /** How likely it is a session not among the candidates. */
  readonly unseen: number;
  /** How likely no visit caused the call. */
  readonly noVisit: number;
  /** What the number dialled stands for, where it is a static one. */
  readonly staticSource: StaticSource | null;
  /** What was made of the call before, the latest last. */
  readonly former: readonly FormerMatch[];
};

/** A match that something known later has changed. */
export type FormerMatch = Pick<Match, 'sessionId' | 'band' | 'confidence'> & {
  readonly until: EpochMs;
  /** What changed it, in plain words. */
  readonly because: string;
};

/** What the owner says of who called. */
export type Correction = {
  /** The session of whoever did, which need not have been a candidate; null: no visit caused the call. */
  readonly session:
    | (Omit<Candidate, 'probability'> & Required<Pick<Candidate, 'visitorId' | 'source'>>)
    | null;
  readonly at: EpochMs;
};

/** How long after its end a lease may still explain a call. */
export const MATCH_WINDOW = 30 * DAY;

/** Clocks of providers and the edge disagree by no more than this. */
export const CLOCK_TOLERANCE = 5 * SECOND;

export function unattributed(reason: string): Match {
  return {
    sessionId: null,
    band: 'unattributed',
    confidence: 0,
    reasons: [reason],
    candidates: [],
    unseen: 0,
    noVisit: 1,
    staticSource: null,
    former: [],
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
    unseen: 0,
    noVisit: 0,
    staticSource,
    former: [],
  };
}
