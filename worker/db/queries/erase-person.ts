/** Deletes a visitor's sessions and leases, and unties the calls and messages that were matched to them. */
export function eraseVisitor(
  d1: D1Database,
  siteId: string,
  visitorId: string,
): D1PreparedStatement[] {
  const theirs = 'SELECT id FROM sessions WHERE site_id = ?1 AND visitor_id = ?2';
  const corrected = `SELECT call_id FROM match_corrections WHERE site_id = ?1 AND session_id IN (${theirs})`;
  const among = `instr(candidates, '"visitorId":"' || ?2 || '"') > 0`;
  return [
    `UPDATE calls SET session_id = NULL, candidates = NULL, band = 'unattributed', confidence = 0,
       reasons = '["The visitor behind this call has been erased."]'
     WHERE site_id = ?1 AND (session_id IN (${theirs}) OR id IN (${corrected}))`,
    `DELETE FROM match_corrections WHERE site_id = ?1 AND session_id IN (${theirs})`,
    `UPDATE messages SET session_id = NULL, candidates = '[]', band = 'unattributed', confidence = 0,
       reasons = '["The visitor behind this message has been erased."]'
     WHERE site_id = ?1 AND session_id IN (${theirs})`,
    // Where they were but one of those who may have rung or written; what the pool remembers it has seen to.
    `UPDATE calls SET candidates = NULL WHERE site_id = ?1 AND ${among}`,
    `UPDATE messages SET candidates = '[]' WHERE site_id = ?1 AND ${among}`,
    `DELETE FROM leases WHERE site_id = ?1 AND session_id IN (${theirs})`,
    'DELETE FROM sessions WHERE site_id = ?1 AND visitor_id = ?2',
    // What 0.1.0 wrote of them.
    'DELETE FROM visitors WHERE site_id = ?1 AND id = ?2',
  ].map((statement) => d1.prepare(statement).bind(siteId, visitorId));
}

/**
 * Erases a caller's number, and what was recorded, from all calls; the calls themselves stay, and whether
 * each was spam, but not who made it, and nobody is blocked any more. What they wrote goes.
 */
export function eraseCaller(d1: D1Database, siteId: string, hash: string): D1PreparedStatement[] {
  return [
    `UPDATE calls SET caller_hash = NULL, caller_sealed = NULL, events = '[]', spam_reasons = NULL,
       caller_city = NULL, caller_region = NULL, caller_country = NULL, recordings = NULL
     WHERE site_id = ?1 AND caller_hash = ?2`,
    'DELETE FROM messages WHERE site_id = ?1 AND sender_hash = ?2',
    'DELETE FROM match_corrections WHERE site_id = ?1 AND caller_hash = ?2',
    'UPDATE spam_marks SET caller_hash = NULL WHERE site_id = ?1 AND caller_hash = ?2',
    'DELETE FROM blocked_callers WHERE site_id = ?1 AND caller_hash = ?2',
  ].map((statement) => d1.prepare(statement).bind(siteId, hash));
}
