import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Candidate, MatchBand } from '../../domain/matching/match.ts';
import type { StaticSource } from '../../domain/site-snapshot.ts';

/** Text messages to tracking numbers: a read model, written only by the pool's outbox. */
export const messages = sqliteTable(
  'messages',
  {
    siteId: text('site_id').notNull(),
    provider: text().notNull(),
    providerMessageId: text('provider_message_id').notNull(),
    id: text().notNull(),
    number: text().notNull(),
    /** As those of callers: keyed hash for look-ups, encrypted for display; null where nobody can be known by it. */
    senderHash: text('sender_hash'),
    senderSealed: text('sender_sealed'),
    receivedAt: integer('received_at').notNull(),
    /** What was written, encrypted. */
    textSealed: text('text_sealed').notNull(),
    /** Files that came with it, which stay with the provider. */
    media: integer().notNull(),
    sessionId: text('session_id'),
    band: text().$type<MatchBand>().notNull(),
    confidence: real().notNull(),
    reasons: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    candidates: text({ mode: 'json' }).$type<readonly Candidate[]>().notNull(),
    /** What the number stands for, where it is a static one. */
    staticSource: text('static_source', { mode: 'json' }).$type<StaticSource>(),
    rev: integer().notNull(),
  },
  (table) => [
    // By the provider's id: told to two shards, while its number moves, it is still one.
    primaryKey({ columns: [table.siteId, table.provider, table.providerMessageId] }),
    index('messages_by_time').on(table.siteId, table.receivedAt, table.id),
  ],
);
