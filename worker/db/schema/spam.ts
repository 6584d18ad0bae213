import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** What the owner said of calls; the pool's outbox touches it only to erase a caller. */
export const spamMarks = sqliteTable(
  'spam_marks',
  {
    siteId: text('site_id').notNull(),
    callId: text('call_id').notNull(),
    spam: integer({ mode: 'boolean' }).notNull(),
    /** As of the call, for the later calls of its caller; null where withheld, or erased. */
    callerHash: text('caller_hash'),
    startedAt: integer('started_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.siteId, table.callId] }),
    // What was last said of a caller.
    index('spam_marks_by_caller').on(table.siteId, table.callerHash, table.startedAt),
  ],
);

/** Callers whom the owner has turned away, by the hash of their number. */
export const blockedCallers = sqliteTable(
  'blocked_callers',
  {
    siteId: text('site_id').notNull(),
    callerHash: text('caller_hash').notNull(),
    blockedAt: integer('blocked_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.callerHash] })],
);
