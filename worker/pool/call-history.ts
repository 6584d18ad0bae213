import { idAtTime } from '../domain/ids.ts';
import { earlierVisitors, type VisitHour } from '../domain/matching/earlier-visitors.ts';
import type { EarlierCall } from '../domain/matching/gather-evidence.ts';
import { type Correction, MATCH_WINDOW } from '../domain/matching/match.ts';
import { statedMatch } from '../domain/matching/revise-match.ts';
import { type EpochMs, HOUR, SECOND } from '../domain/time.ts';
import type { PoolHour } from '../domain/utilisation/pool-hour.ts';
import { ifReadable, type ToldCall, type ToldRow, toTold } from './rows.ts';

/** Whoever rings more often is known by the latest of these. */
const MOST_OF_CALLER = 10;
const MOST_OF_NUMBER = 30;

/** An id says when a call was first heard of, which a provider's clock may put a little elsewhere later. */
const SLACK = HOUR;

/** A call of before, and what the owner said of it. */
export type CallBefore = EarlierCall & { readonly correction: Correction | null };

type Before = { readonly callId: string; readonly at: EpochMs };

/** What is known of calls and visits before a call, beside who held its number: calls in this shard alone. */
export class CallHistory {
  readonly #sql: SqlStorage;
  /** Counted anew once an hour: neither says more by being exact. */
  #visits: { readonly at: EpochMs; readonly byPool: Map<string, VisitHour[]> } | undefined;
  #rate: { readonly at: EpochMs; readonly perSecond: number } | undefined;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Calls of the same caller to any number. @param caller hash of their number. */
  ofCaller(caller: string, before: Before): CallBefore[] {
    return this.#calls('caller = ?', caller, before, before.at - MATCH_WINDOW, MOST_OF_CALLER);
  }

  /** Calls to the number since a time. */
  ofNumber(number: string, before: Before, since: EpochMs): EarlierCall[] {
    return this.#calls('number = ?', number, before, since, MOST_OF_NUMBER);
  }

  /** Calls per second to all numbers here. */
  callsPerSecond(now: EpochMs): number {
    if (this.#rate === undefined || now - this.#rate.at > HOUR) {
      const { calls, first } = this.#sql
        .exec<{ calls: number; first: number | null }>(
          "SELECT count(*) AS calls, min(summary ->> '$.startedAt') AS first FROM calls WHERE id > ? AND json_valid(summary)",
          idAtTime(now - MATCH_WINDOW),
        )
        .one();
      const seconds = (Math.max(0, now - (first ?? now)) + HOUR) / SECOND;
      this.#rate = { at: now, perSecond: (calls + 1) / seconds };
    }
    return this.#rate.perSecond;
  }

  /** Visitors shown one number of a pool before a time, by how long ago: as many as any other number's. */
  earlierVisitors(pool: string, at: EpochMs, before: EpochMs): readonly number[] {
    const hours = this.#visitHours(pool, at);
    const count = hours.reduce(
      (sum, { startedAt, visits }) =>
        sum + visits * Math.min(1, Math.max(0, (before - startedAt) / HOUR)),
      0,
    );
    return earlierVisitors(hours, at, before, count);
  }

  #visitHours(pool: string, now: EpochMs): VisitHour[] {
    if (this.#visits === undefined || now - this.#visits.at > HOUR) {
      this.#visits = { at: now, byPool: new Map() };
    }
    const { byPool } = this.#visits;
    const known = byPool.get(pool);
    if (known) return known;
    const hours = this.#sql
      .exec<{ counts: string }>('SELECT counts FROM pool_hours WHERE pool = ? ORDER BY hour', pool)
      .toArray()
      .map(({ counts }) => JSON.parse(counts) as PoolHour)
      .map(({ hour, own, shared, numbers }) => ({
        startedAt: hour,
        visits: (own + shared) / Math.max(1, numbers),
      }));
    byPool.set(pool, hours);
    return hours;
  }

  #calls(
    whose: string,
    key: string,
    { callId, at }: Before,
    since: EpochMs,
    limit: number,
  ): CallBefore[] {
    // As of a number that nobody held: nothing lies between.
    if (since >= at) return [];
    return this.#sql
      .exec<ToldRow>(
        `SELECT summary, match, correction FROM calls WHERE ${whose} AND id >= ? AND id < ? AND id != ? ORDER BY id DESC LIMIT ${limit}`,
        key,
        idAtTime(since - SLACK),
        idAtTime(at + SLACK),
        callId,
      )
      .toArray()
      .flatMap(ifReadable(toTold))
      .filter(({ summary }) => summary.startedAt < at && summary.startedAt >= since)
      .flatMap(toEarlierCall);
  }
}

function toEarlierCall(call: ToldCall): CallBefore[] {
  const { number, startedAt, caller, forwardedFrom } = call.summary;
  if (number === null) return [];
  // What the owner said is known.
  const { candidates, noVisit } = statedMatch(call);
  return [
    {
      at: startedAt,
      number,
      caller: forwardedFrom === null ? (caller?.hash ?? null) : null,
      suspects: candidates.flatMap(({ visitorId, probability }) =>
        visitorId === undefined ? [] : [{ visitorId, probability }],
      ),
      stranger: noVisit,
      correction: call.correction,
    },
  ];
}
