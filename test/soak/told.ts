import type { Grade } from '../../snippet/contract/wire.ts';

/** One visitor was told that a number is theirs alone, from the answer on until what it promised is over. */
export type Promised = {
  readonly number: string;
  readonly visitor: string;
  /** The server's clock, epoch milliseconds, taken so that the interval is rather too short. */
  readonly from: number;
  readonly until: number;
};

/** A request that was sent and never answered: what it told of may have been recorded, or not. */
type Unanswered = { visits: number; taps: number; calls: number };

/** What the clients of one site were told, answer by answer: from then on it must never be lost. */
export type Told = {
  readonly sessions: Set<string>;
  /** The grades that were told, by session and number. */
  readonly leases: Map<string, Set<Grade>>;
  /** The session of each tap, by the browser's id of the event. */
  readonly taps: Map<string, string>;
  /** The provider's ids. */
  readonly calls: Set<string>;
  readonly promised: Promised[];
  readonly unanswered: Unanswered;
  /** Answers that no client should ever get, each with how often. */
  readonly wrongAnswers: Map<string, number>;
};

export function nothingTold(): Told {
  return {
    sessions: new Set(),
    leases: new Map(),
    taps: new Map(),
    calls: new Set(),
    promised: [],
    unanswered: { visits: 0, taps: 0, calls: 0 },
    wrongAnswers: new Map(),
  };
}

export function leaseKey(session: string, number: string): string {
  return `${session} ${number}`;
}

export function countWrongAnswer({ wrongAnswers }: Told, what: string): void {
  wrongAnswers.set(what, (wrongAnswers.get(what) ?? 0) + 1);
}
