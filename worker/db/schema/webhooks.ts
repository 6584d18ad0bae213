import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { EventType } from '../../domain/webhooks/event-types.ts';

/** Where a site's events are sent, as its owner says. What is on its way there is with the site's sender. */
export const webhooks = sqliteTable(
  'webhooks',
  {
    siteId: text('site_id').notNull(),
    id: text().notNull(),
    url: text().notNull(),
    events: text({ mode: 'json' }).$type<readonly EventType[]>().notNull(),
    /** Whether events name the caller's number. */
    includeCaller: integer('include_caller', { mode: 'boolean' }).notNull(),
    active: integer({ mode: 'boolean' }).notNull(),
    /** Encrypted, newest first: the last two that were made. */
    secrets: text({ mode: 'json' }).$type<readonly SealedSecret[]>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.id] })],
);

export type SealedSecret = { readonly sealed: string; readonly createdAt: number };
