import { idAtTime } from '../domain/ids.ts';
import { MATCH_WINDOW } from '../domain/matching/match.ts';
import { DAY, type EpochMs } from '../domain/time.ts';
import { overBoth } from './lease-tables.ts';
import type { PoolTables } from './tables.ts';

/** Calls deleted at a time: one transaction, which has to end soon. */
const PORTION = 2_000;

/**
 * Deletes history that no call can be matched to any more, and only what D1 has.
 *
 * @returns whether there may be more.
 */
export function pruneHistory(
  { sql, leaseTables, callHomes, givenPhones, news, nonces, unsent, inventory }: PoolTables,
  now: EpochMs,
): boolean {
  const sent = unsent.sentRev();
  leaseTables.rotate(sent, now);
  const calls = sql.exec(
    `DELETE FROM calls WHERE (provider, provider_call_id) IN
       (SELECT provider, provider_call_id FROM calls WHERE rev <= ? AND id < ?
          AND provider || ' ' || provider_call_id NOT IN (SELECT key FROM set_aside WHERE entity = 'call')
        LIMIT ${PORTION}) RETURNING 1`,
    sent,
    idAtTime(now - MATCH_WINDOW),
  );
  if (calls.toArray().length === PORTION) return true;
  // A provider tells a message again for a day or two.
  sql.exec(
    `DELETE FROM messages WHERE rev <= ? AND id < ?
       AND provider || ' ' || provider_message_id NOT IN (SELECT key FROM set_aside WHERE entity = 'message')`,
    sent,
    idAtTime(now - MATCH_WINDOW),
  );
  callHomes.prune(now - MATCH_WINDOW);
  nonces.prune(now);
  givenPhones.prune(now - MATCH_WINDOW);
  news.prune(idAtTime(now - MATCH_WINDOW));
  sql.exec('DELETE FROM pool_hours WHERE hour < ? AND rev <= ?', now - MATCH_WINDOW, sent);
  // A number that nothing is left of need not be told from an unknown one any more.
  const used = overBoth((table) => `SELECT 1 FROM ${table} AS l WHERE l.number = numbers.number`);
  sql.exec(
    `DELETE FROM numbers WHERE pool IS NULL AND removed_at < ? AND NOT EXISTS (${used})`,
    now - Math.max(MATCH_WINDOW, inventory.quarantineDays() * DAY),
  );
  return false;
}
