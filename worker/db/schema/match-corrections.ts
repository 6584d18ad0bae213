import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the owner says of who made calls; the pool's outbox touches it only to erase a person. */
export const matchCorrections = sqliteTable(
  'match_corrections',
  {
    siteId: text('site_id').notNull(),
    callId: text('call_id').notNull(),
    /** Null: no visit caused the call. */
    sessionId: text('session_id'),
    correctedAt: integer('corrected_at').notNull(),
    /** As of the call, so that it is erased with its caller; null where withheld. */
    callerHash: text('caller_hash'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.callId] })],
);
