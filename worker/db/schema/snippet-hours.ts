import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * How swapping went, hour by hour: sums of what a sample of page views reported, added up as they come
 * in. What the columns count is said at `SnippetHealth` in `domain/health/snippet-hour.ts`.
 */
export const snippetHours = sqliteTable(
  'snippet_hours',
  {
    siteId: text('site_id').notNull(),
    /** Start of the hour, epoch milliseconds. */
    hour: integer().notNull(),
    reports: integer().notNull(),
    swapped: integer().notNull(),
    swaps: integer().notNull(),
    reverted: integer().notNull(),
    errors: integer().notNull(),
    /** First swaps by the time they took: the bounds are `SWAP_BOUNDS` in `domain/health/swap-times.ts`. */
    ms50: integer('ms_50').notNull(),
    ms100: integer('ms_100').notNull(),
    ms200: integer('ms_200').notNull(),
    ms300: integer('ms_300').notNull(),
    ms500: integer('ms_500').notNull(),
    ms1000: integer('ms_1000').notNull(),
    ms2000: integer('ms_2000').notNull(),
    ms5000: integer('ms_5000').notNull(),
    msMore: integer('ms_more').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.hour] })],
);
