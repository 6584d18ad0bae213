import { idAtTime } from '../domain/ids.ts';
import { MATCH_WINDOW } from '../domain/matching/match-call.ts';
import { DAY, type EpochMs } from '../domain/time.ts';

/** Rows deleted at a time: one transaction, which has to end soon. */
const PORTION = 2_000;

/**
 * Deletes history that no call can be matched to any more, a portion at a time, and only what D1 has.
 *
 * @param sent highest revision of which it is sure that D1 has it and all before it.
 * @returns whether there may be more.
 */
export function pruneHistory(
  sql: SqlStorage,
  sent: number,
  quarantineDays: number,
  now: EpochMs,
): boolean {
  const bound = idAtTime(now - MATCH_WINDOW);
  const leases = sql.exec(
    `DELETE FROM leases WHERE (number, id) IN
       (SELECT l.number, l.id FROM (SELECT number FROM numbers UNION ALL SELECT '') AS n
        JOIN leases AS l ON l.number = n.number AND l.id < ?1 AND l.rev <= ?2 LIMIT ?3) RETURNING 1`,
    bound,
    sent,
    PORTION,
  );
  if (leases.toArray().length === PORTION) return true;
  const calls = sql.exec(
    `DELETE FROM calls WHERE (provider, provider_call_id) IN
       (SELECT provider, provider_call_id FROM calls WHERE rev <= ?2 AND id < ?1 LIMIT ?3) RETURNING 1`,
    bound,
    sent,
    PORTION,
  );
  if (calls.toArray().length === PORTION) return true;
  sql.exec('DELETE FROM pool_hours WHERE hour < ? AND rev <= ?', now - MATCH_WINDOW, sent);
  // A number that nothing is left of, and that need not be told from an unknown one any more.
  sql.exec(
    `DELETE FROM numbers WHERE pool IS NULL AND removed_at < ?
       AND NOT EXISTS (SELECT 1 FROM leases WHERE leases.number = numbers.number)`,
    now - Math.max(MATCH_WINDOW, quarantineDays * DAY),
  );
  return false;
}
