import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/**
 * How a pool was used, hour by hour and shard by shard: a read model, written only by the pools' outbox.
 * What the columns count is said at `PoolHour` in `domain/utilisation/pool-hour.ts`.
 */
export const poolHours = sqliteTable(
  'pool_hours',
  {
    siteId: text('site_id').notNull(),
    pool: text().notNull(),
    /** Start of the hour, epoch milliseconds. */
    hour: integer().notNull(),
    shard: integer().notNull(),
    numbers: integer().notNull(),
    arrivals: integer().notNull(),
    own: integer().notNull(),
    shared: integer().notNull(),
    fallback: integer().notNull(),
    none: integer().notNull(),
    exhausted: integer().notNull(),
    samples: integer().notNull(),
    heldSum: integer('held_sum').notNull(),
    heldPeak: integer('held_peak').notNull(),
    reused: integer().notNull(),
    heldMs: integer('held_ms').notNull(),
    restMs: integer('rest_ms').notNull(),
    rev: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.pool, table.hour, table.shard] })],
);
