import { idAtTime, timeOfId } from '../domain/ids.ts';
import type { Experience } from '../domain/matching/experience.ts';
import { exposureOf, type Span } from '../domain/matching/exposure.ts';
import { MATCH_WINDOW } from '../domain/matching/match.ts';
import { LEARNED_AT_LEAST, MOST_LEARNED } from '../domain/matching/should-learn.ts';
import { recallEvidence } from '../domain/matching/stored-evidence.ts';
import type { Origin } from '../domain/matching/times.ts';
import { countVisits } from '../domain/matching/visit-counts.ts';
import { type EpochMs, MINUTE, SECOND } from '../domain/time.ts';
import { overBoth } from './lease-tables.ts';
import { ifReadable, SESSION_SOURCE } from './rows.ts';
import type { PoolTables } from './tables.ts';

/** Visits looked at, of all that there were. */
const MOST_VISITS = 5_000;

type VisitRow = {
  started_at: number;
  last_seen_at: number;
  source: string | null;
  device: string | null;
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
  const from = Math.max(firstToLearnFrom(sql, now), now - MATCH_WINDOW);
  const { calls, every } = drawCalls(sql, from);
  const { spans, origins, scale } = sampleVisits(sql, from - MATCH_WINDOW, random);
  const numbers = inventory.pools().reduce((sum, pool) => sum + pool.numbers.length, 0);
  return {
    calls,
    exposure: exposureOf(spans, from, now, scale / every),
    visits: countVisits(origins),
    numberSeconds: (numbers * (now - from)) / SECOND / every,
    redials: redialsOf(sql, from, now),
  };
}

/** Since when calls are looked at: since there were visits, but where they are many. */
function firstToLearnFrom(sql: SqlStorage, now: EpochMs): EpochMs {
  const [first] = sql
    .exec<{ id: string }>(
      `SELECT id FROM calls WHERE evidence IS NOT NULL ORDER BY id DESC LIMIT 1 OFFSET ${MOST_LEARNED - 1}`,
    )
    .toArray();
  const began = firstVisit(sql, now);
  return first ? Math.max(began, Math.min(timeOfId(first.id), now - LEARNED_AT_LEAST)) : began;
}

/** Of every so many calls one, so that they are not too many. */
function drawCalls(sql: SqlStorage, from: EpochMs) {
  const since = idAtTime(from);
  const { all } = sql
    .exec<{ all: number }>(
      'SELECT count(*) AS "all" FROM calls WHERE evidence IS NOT NULL AND id >= ?',
      since,
    )
    .one();
  const every = Math.max(1, Math.ceil(all / MOST_LEARNED));
  const rows = sql
    .exec<{ id: string; evidence: string }>(
      `WITH placed AS (SELECT provider, provider_call_id, row_number() OVER (ORDER BY id) AS place
                       FROM calls WHERE evidence IS NOT NULL AND id >= ?1)
       SELECT id, evidence FROM placed JOIN calls USING (provider, provider_call_id) WHERE place % ?2 = 0`,
      since,
      every,
    )
    .toArray();
  return {
    calls: rows.flatMap(ifReadable(({ evidence }) => recallEvidence(JSON.parse(evidence)))),
    every,
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
  const origins: Origin[] = [];
  const visits = sql.exec<VisitRow>(
    overBoth(
      (table) =>
        `SELECT started_at, last_seen_at, ${SESSION_SOURCE} AS source, session ->> '$.device' AS device,
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
  for (const { started_at: startedAt, last_seen_at: lastSeenAt, tapped_at, ...origin } of visits) {
    spans.push({ startedAt, lastSeenAt, left: true, tappedAt: tapped_at, movedOnAt: null });
    if (origin.source !== null) origins.push(origin);
  }
  return { spans, origins, scale: all / Math.max(1, spans.length) };
}

function redialsOf(sql: SqlStorage, from: EpochMs, now: EpochMs): Experience['redials'] {
  const after: number[] = [];
  const last = new Map<string, EpochMs>();
  const calls = sql.exec<{ caller: string; at: number }>(
    `SELECT caller, summary ->> '$.startedAt' AS at FROM calls
     WHERE caller IS NOT NULL AND id >= ? ORDER BY id DESC LIMIT ${2 * MOST_LEARNED}`,
    idAtTime(from - 5 * MINUTE),
  );
  for (const { caller, at } of calls.toArray().reverse()) {
    const before = last.get(caller);
    if (before !== undefined) after.push(Math.max(0, at - before));
    last.set(caller, at);
  }
  return { after, notYet: [...last.values()].map((at) => Math.max(0, now - at)) };
}
