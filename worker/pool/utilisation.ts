import { PERSISTENCE_STEP } from '../domain/leases/lease.ts';
import type { Roster } from '../domain/leases/roster.ts';
import { type EpochMs, HOUR, MINUTE } from '../domain/time.ts';
import { type PoolHour, QUIET_HOUR } from '../domain/utilisation/pool-hour.ts';
import type { Grant, VisitDecision } from '../domain/visits/decide-visit.ts';
import type { Revisions } from './revisions.ts';
import type { Noted } from './unsent.ts';

/** The numbers in use are counted no more often than this, for it means looking at each. */
const SAMPLE_EVERY = MINUTE;

type Counts = { -readonly [K in keyof PoolHour]: PoolHour[K] };

/**
 * Counts how the pools are used, hour by hour: in memory, written down once a persistence step. A crash
 * loses the counts of one step; leases and sessions, from which they could be counted again, are not
 * touched by that.
 */
export class Utilisation {
  readonly #sql: SqlStorage;
  readonly #revisions: Revisions;
  readonly #note: (changed: Noted) => void;
  readonly #hours = new Map<string, Counts>();
  readonly #changed = new Set<Counts>();
  readonly #sampledAt = new Map<string, EpochMs>();
  #flushAt: EpochMs | undefined;

  constructor(sql: SqlStorage, revisions: Revisions, note: (changed: Noted) => void) {
    this.#sql = sql;
    this.#revisions = revisions;
    this.#note = note;
  }

  /** What a decision means for the counts; to be carried out, which cannot fail, once it has been saved. */
  measure(roster: Roster, { begins, grants }: VisitDecision, now: EpochMs): () => void {
    const reuses = grants.flatMap((grant) => reuseOf(roster, grant, now) ?? []);
    const samples = begins ? this.#sample(roster, grants, now) : [];
    const hours = new Map(grants.map(({ pool }) => [pool, this.#hour(roster, pool, now)]));
    const counted = (pool: string, count: (counts: Counts) => void) => {
      const counts = hours.get(pool);
      if (counts === undefined) return;
      count(counts);
      this.#changed.add(counts);
      this.#flushAt ??= now + PERSISTENCE_STEP;
    };
    return () => {
      for (const { pool, heldMs, restMs } of reuses) {
        counted(pool, (counts) => {
          counts.reused += 1;
          counts.heldMs += heldMs;
          counts.restMs += restMs;
        });
      }
      if (!begins) return;
      for (const { pool, grade, exhausted } of grants) {
        counted(pool, (counts) => {
          counts.arrivals += 1;
          if (grade !== 'source') counts[grade] += 1;
          if (exhausted) counts.exhausted += 1;
        });
      }
      for (const { pool, held } of samples) {
        const begun = grants.filter((grant) => grant.pool === pool && grant.grade === 'own');
        counted(pool, (counts) => {
          counts.samples += 1;
          counts.heldSum += held;
          counts.heldPeak = Math.max(counts.heldPeak, held + begun.length);
        });
      }
    };
  }

  nextFlushAt(): EpochMs | undefined {
    return this.#flushAt;
  }

  /** Writes down what has been counted since the last time; where that fails, again a step later. */
  flush(now: EpochMs): void {
    if (this.#flushAt === undefined || now < this.#flushAt) return;
    this.#flushAt = now + PERSISTENCE_STEP;
    for (const counts of this.#changed) {
      const rev = this.#revisions.next();
      this.#sql.exec(
        `INSERT INTO pool_hours (pool, hour, counts, rev) VALUES (?, ?, ?, ?)
         ON CONFLICT (pool, hour) DO UPDATE SET counts = excluded.counts, rev = excluded.rev`,
        counts.pool,
        counts.hour,
        JSON.stringify(counts),
        rev,
      );
      this.#note({ entity: 'hour', key: keyOf(counts), number: '', rev });
    }
    for (const counts of this.#changed)
      if (counts.hour + HOUR <= now) this.#hours.delete(keyOf(counts));
    this.#changed.clear();
    this.#flushAt = undefined;
  }

  /** What the arriving visitor finds: arrivals that do not wait for one another find the average. */
  #sample(roster: Roster, grants: readonly Grant[], now: EpochMs) {
    const pools = new Set(grants.map(({ pool }) => pool));
    return [...pools]
      .filter((pool) => now - (this.#sampledAt.get(pool) ?? 0) >= SAMPLE_EVERY)
      .map((pool) => {
        this.#sampledAt.set(pool, now);
        return { pool, held: roster.heldCount(pool, now) };
      });
  }

  #hour(roster: Roster, pool: string, now: EpochMs): Counts {
    const hour = Math.floor(now / HOUR) * HOUR;
    const known = this.#hours.get(keyOf({ pool, hour }));
    const counts = known ?? this.#stored(pool, hour) ?? { ...QUIET_HOUR, pool, hour };
    counts.numbers = roster.pool(pool)?.numbers.length ?? 0;
    this.#hours.set(keyOf(counts), counts);
    return counts;
  }

  #stored(pool: string, hour: EpochMs): Counts | undefined {
    const [row] = this.#sql
      .exec<{ counts: string }>(
        'SELECT counts FROM pool_hours WHERE pool = ? AND hour = ?',
        pool,
        hour,
      )
      .toArray();
    return row && JSON.parse(row.counts);
  }
}

function keyOf({ pool, hour }: Pick<PoolHour, 'pool' | 'hour'>): string {
  return `${pool} ${hour}`;
}

/** How long a number that is now leased to somebody else was held before, and how long it rested. */
function reuseOf(roster: Roster, { lease, begins }: Grant, now: EpochMs) {
  if (!lease || !begins || lease.grade !== 'own') return undefined;
  const before = roster.stateOf(lease.number);
  const first = before?.first;
  if (!before || !first || before.ofVisitor(lease.visitorId)) return undefined;
  const until = Math.min(now, before.freeAt);
  return { pool: lease.pool, heldMs: until - first.startedAt, restMs: now - until };
}
