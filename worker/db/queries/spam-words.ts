import type { EpochMs } from '../../domain/time.ts';

type CallName = { readonly siteId: string; readonly callId: string };

/*
 * What the owner says of calls and callers. The hash is copied within the database, so that a caller who is being erased
 * is not brought back by somebody who still had it.
 */

/** @param spam null: takes back what was said. */
export function markCall(
  d1: D1Database,
  { siteId, callId }: CallName,
  spam: boolean | null,
): D1PreparedStatement {
  if (spam === null) {
    return d1
      .prepare('DELETE FROM spam_marks WHERE site_id = ? AND call_id = ?')
      .bind(siteId, callId);
  }
  return d1
    .prepare(
      `INSERT INTO spam_marks (site_id, call_id, spam, caller_hash, started_at)
       SELECT site_id, id, ?3, caller_hash, started_at FROM calls WHERE site_id = ?1 AND id = ?2
       ON CONFLICT (site_id, call_id) DO UPDATE SET spam = excluded.spam`,
    )
    .bind(siteId, callId, Number(spam));
}

/** Blocks whoever made the call, or lets them through again. */
export function blockCaller(
  d1: D1Database,
  { siteId, callId }: CallName,
  block: boolean,
  now: EpochMs,
): D1PreparedStatement {
  const caller = 'SELECT caller_hash FROM calls WHERE site_id = ?1 AND id = ?2';
  if (!block) {
    return d1
      .prepare(`DELETE FROM blocked_callers WHERE site_id = ?1 AND caller_hash = (${caller})`)
      .bind(siteId, callId);
  }
  return d1
    .prepare(
      `INSERT INTO blocked_callers (site_id, caller_hash, blocked_at)
       SELECT ?1, caller_hash, ?3 FROM (${caller}) WHERE caller_hash IS NOT NULL
       ON CONFLICT DO NOTHING`,
    )
    .bind(siteId, callId, now);
}

/** What holds for the next call of a caller. */
export async function readCallerWord(
  d1: D1Database,
  siteId: string,
  hash: string,
): Promise<{ spam: boolean | null; isBlocked: boolean }> {
  const said = await d1
    .prepare(
      `SELECT (SELECT spam FROM spam_marks WHERE site_id = ?1 AND caller_hash = ?2
                 ORDER BY started_at DESC LIMIT 1) AS spam,
         EXISTS (SELECT 1 FROM blocked_callers WHERE site_id = ?1 AND caller_hash = ?2) AS blocked`,
    )
    .bind(siteId, hash)
    .first<{ spam: number | null; blocked: number }>();
  const spam = said?.spam ?? null;
  return { spam: spam === null ? null : spam === 1, isBlocked: said?.blocked === 1 };
}
