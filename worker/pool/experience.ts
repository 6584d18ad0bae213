import { idAtTime } from '../domain/ids.ts';
import type { Experience } from '../domain/matching/experience.ts';
import { exposureOf, type Span } from '../domain/matching/exposure.ts';
import { MATCH_WINDOW } from '../domain/matching/match.ts';
import { recallEvidence } from '../domain/matching/stored-evidence.ts';
import { type EpochMs, MINUTE, SECOND } from '../domain/time.ts';
import { overBoth } from './lease-tables.ts';
import { ifReadable, SESSION_SOURCE } from './rows.ts';
import type { PoolTables } from './tables.ts';

/** Calls that a curve is learned from, the latest: enough to know it, and it follows when people change. */
const MOST_CALLS = 2_000;
/** Visits looked at, of all that there were. */
const MOST_VISITS = 5_000;

type VisitRow = {
  started_at: number;
  last_seen_at: number;
  source: string | null;
  tapped_at: number | null;
};

/** How many calls there are to learn from. */
export function callsToLearnFrom(sql: SqlStorage): number {
  return sql
    .exec<{ calls: number }>('SELECT count(*) AS calls FROM calls WHERE evidence IS NOT NULL')
    .one().calls;
}

/**
 * All that the shard knows of when people ring who visited the site. Of its visits one in several is drawn.
 *
 * @param random 0 to 1 (exclusive), drawn anew each time.
 */
export function experienceOf(
  { sql, inventory }: Pick<PoolTables, 'sql' | 'inventory'>,
  now: EpochMs,
  random: () => number,
): Experience {
  const rows = sql
    .exec<{ id: string; evidence: string; startedAt: number }>(
      `SELECT id, evidence, summary ->> '$.startedAt' AS startedAt FROM calls
       WHERE evidence IS NOT NULL ORDER BY id DESC LIMIT ?`,
      MOST_CALLS,
    )
    .toArray();
  const calls = rows.flatMap(ifReadable(({ evidence }) => recallEvidence(JSON.parse(evidence))));
  // Where there are more, calls were looked at only since the first of these; else since there were visits.
  const first = rows.length === MOST_CALLS ? Number(rows.at(-1)?.startedAt) : firstVisit(sql, now);
  const from = Math.max(first, now - MATCH_WINDOW);
  const { spans, sources, scale } = sampleVisits(sql, from - MATCH_WINDOW, random);
  const numbers = inventory.pools().reduce((sum, pool) => sum + pool.numbers.length, 0);
  return {
    calls,
    exposure: exposureOf(spans, from, now, scale),
    visits: sources,
    numberSeconds: (numbers * (now - from)) / SECOND,
    redials: redialsOf(sql, from, now),
  };
}

function firstVisit(sql: SqlStorage, now: EpochMs): EpochMs {
  const starts = overBoth((table) => `SELECT min(started_at) AS at FROM ${table}`);
  return sql.exec<{ at: number | null }>(`SELECT min(at) AS at FROM (${starts})`).one().at ?? now;
}

function sampleVisits(sql: SqlStorage, since: EpochMs, random: () => number) {
  const from = idAtTime(since);
  const leased = overBoth(
    (table) => `SELECT 1 FROM ${table} WHERE target IS NOT NULL AND id >= ?1`,
  );
  const all = sql
    .exec<{ visits: number }>(`SELECT count(*) AS visits FROM (${leased})`, from)
    .one().visits;
  const every = Math.max(1, Math.ceil(all / MOST_VISITS));
  const spans: Span[] = [];
  const sources = new Map<string, number>();
  const visits = sql.exec<VisitRow>(
    overBoth(
      (table) =>
        `SELECT started_at, last_seen_at, ${SESSION_SOURCE} AS source,
                (SELECT max(step.value ->> '$.at') FROM json_each(session, '$.journey') AS step
                 WHERE step.value ->> '$.type' = 'tap') AS tapped_at
         FROM (SELECT *, row_number() OVER (ORDER BY number, id) AS place FROM ${table}
               WHERE target IS NOT NULL AND id >= ?1 AND (session IS NULL OR json_valid(session)))
         WHERE (place + ?2) % ?3 = 0`,
    ),
    from,
    Math.floor(random() * every),
    every,
  );
  for (const { started_at: startedAt, last_seen_at: lastSeenAt, source, tapped_at } of visits) {
    spans.push({ startedAt, lastSeenAt, left: true, tappedAt: tapped_at, movedOnAt: null });
    if (source !== null) sources.set(source, (sources.get(source) ?? 0) + 1);
  }
  return { spans, sources, scale: all / Math.max(1, spans.length) };
}

function redialsOf(sql: SqlStorage, from: EpochMs, now: EpochMs): Experience['redials'] {
  const after: number[] = [];
  const last = new Map<string, EpochMs>();
  const calls = sql.exec<{ caller: string; at: number }>(
    `SELECT caller, summary ->> '$.startedAt' AS at FROM calls
     WHERE caller IS NOT NULL AND id >= ? ORDER BY id DESC LIMIT ?`,
    idAtTime(from - 5 * MINUTE),
    2 * MOST_CALLS,
  );
  for (const { caller, at } of calls.toArray().reverse()) {
    const before = last.get(caller);
    if (before !== undefined) after.push(Math.max(0, at - before));
    last.set(caller, at);
  }
  return { after, notYet: [...last.values()].map((at) => Math.max(0, now - at)) };
}
