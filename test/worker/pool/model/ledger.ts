import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import type { Answered } from './promises.ts';

/** Something of a session that was acknowledged: a page view, or what the visitor did. */
type Entry = {
  readonly session: string;
  readonly id: string;
  readonly at: EpochMs;
  /** Never to be lost; else it may be, for one persistence step. */
  durable: boolean;
  lost: boolean;
};

/** A visitor was seen with a number. */
type Sign = {
  readonly visitor: string;
  readonly number: string;
  readonly at: EpochMs;
  readonly answeredAt: EpochMs;
  /** Whether it is news of a page that was heard of before, which a repetition is not. */
  readonly confirms: boolean;
  /** A restart since may have lost it. */
  uncertain: boolean;
};

/** What was acknowledged, and so has to reach D1: once, and only that. */
export function openLedger() {
  const sessions = new Map<string, { visitor: string; view: string }>();
  const views = new Map<string, { session: string; at: EpochMs }>();
  const unanswered = new Map<string, EpochMs>();
  const entries = new Map<string, Entry>();
  const signs: Sign[] = [];
  const restarts: EpochMs[] = [];

  const enter = (session: string, id: string, at: EpochMs, durable: boolean) => {
    if (!entries.has(id)) entries.set(id, { session, id, at, durable, lost: false });
  };
  const see = (sign: Omit<Sign, 'uncertain'>) => void signs.push({ ...sign, uncertain: false });

  return {
    sessions: sessions as ReadonlyMap<string, { visitor: string; view: string }>,
    entries: entries as ReadonlyMap<string, Entry>,
    signs: signs as readonly Sign[],
    restarts: restarts as readonly EpochMs[],
    /** Page views whose visit never got an answer, and when they were sent. */
    unanswered: unanswered as ReadonlyMap<string, EpochMs>,

    /** The session that a page view was first answered with, and when. */
    firstAnswer: (view: string) => views.get(view),

    answered({ visitor, session, view, grants, sentAt, answeredAt }: Answered): void {
      const begins = !sessions.has(session);
      const confirms = !views.has(view) && !unanswered.has(view);
      if (begins) sessions.set(session, { visitor, view });
      if (!views.has(view)) views.set(view, { session, at: answeredAt });
      enter(session, view, sentAt, begins);
      for (const { number, grade } of grants) {
        if (number === null || grade === 'fallback') continue;
        see({ visitor, number, at: sentAt, answeredAt, confirms });
      }
    },

    notAnswered(view: string, sentAt: EpochMs): void {
      unanswered.set(view, sentAt);
    },

    /** A sign of life was acknowledged, and with it what the visitor did. */
    seen(
      visitor: string,
      numbers: Iterable<string>,
      at: EpochMs,
      answeredAt: EpochMs,
      stays: boolean,
    ): void {
      for (const number of numbers) see({ visitor, number, at, answeredAt, confirms: stays });
    },
    entered: enter,

    /** The alarm has rung: whatever waited for a persistence step is saved. */
    alarmRang(at: EpochMs): void {
      for (const entry of entries.values()) {
        if (!entry.lost && entry.at + PERSISTENCE_STEP <= at) entry.durable = true;
      }
    },

    /** The object has stopped: what was not saved may be lost. */
    restarted(at: EpochMs): void {
      restarts.push(at);
      for (const entry of entries.values()) entry.lost ||= !entry.durable;
      for (const sign of signs) sign.uncertain = true;
    },
  };
}

export type Ledger = ReturnType<typeof openLedger>;
