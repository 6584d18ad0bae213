import type { Correction } from '../../domain/matching/match.ts';
import type { EpochMs } from '../../domain/time.ts';
import { sourceName } from '../../domain/touches/source-name.ts';
import type { Device } from '../../domain/visits/device.ts';

type CallName = { readonly siteId: string; readonly callId: string };

/**
 * Writes down the session of whoever made a call. Said again it stays as it was. The caller's hash is copied within
 * the database, as with spam marks.
 *
 * @param sessionId null: no visit caused the call.
 * @returns false, and nothing is written, where the site has no such session.
 */
export async function writeCorrection(
  d1: D1Database,
  { siteId, callId }: CallName,
  sessionId: string | null,
  now: EpochMs,
): Promise<boolean> {
  const written = await d1
    .prepare(
      `INSERT INTO match_corrections (site_id, call_id, session_id, corrected_at, caller_hash)
       SELECT site_id, id, ?3, ?4, caller_hash FROM calls
       WHERE site_id = ?1 AND id = ?2
         AND (?3 IS NULL OR EXISTS (SELECT 1 FROM sessions WHERE site_id = ?1 AND id = ?3))
       ON CONFLICT (site_id, call_id) DO UPDATE
         SET corrected_at = iif(session_id IS excluded.session_id, corrected_at, excluded.corrected_at),
           session_id = excluded.session_id`,
    )
    .bind(siteId, callId, sessionId, now)
    .run();
  return written.meta.changes > 0;
}

export async function deleteCorrection(
  d1: D1Database,
  { siteId, callId }: CallName,
): Promise<void> {
  await d1
    .prepare('DELETE FROM match_corrections WHERE site_id = ? AND call_id = ?')
    .bind(siteId, callId)
    .run();
}

/** What the owner says of who made a call; null: nothing. */
export async function readCorrection(
  d1: D1Database,
  { siteId, callId }: CallName,
): Promise<Correction | null> {
  const row = await d1
    .prepare(
      `SELECT said.session_id AS sessionId, said.corrected_at AS correctedAt, visitor_id AS visitorId, source, medium, device
       FROM match_corrections AS said
       LEFT JOIN sessions ON sessions.site_id = said.site_id AND sessions.id = said.session_id
       WHERE said.site_id = ? AND said.call_id = ?`,
    )
    .bind(siteId, callId)
    .first<CorrectionRow & { sessionId: string | null; correctedAt: number }>();
  return row && toCorrection(row.sessionId, row.correctedAt, row);
}

type CorrectionRow = { visitorId: string; source: string; medium: string; device: Device | null };

/** @param session null where it has been erased since. */
export function toCorrection(
  sessionId: string | null,
  at: EpochMs,
  session: CorrectionRow | null,
): Correction | null {
  if (sessionId === null) return { session: null, at };
  if (!session?.visitorId) return null;
  const { visitorId, device } = session;
  return { session: { sessionId, visitorId, source: sourceName(session), device }, at };
}
