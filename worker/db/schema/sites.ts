import { integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { NamedFlow } from '../../domain/flows/flow.ts';
import type { MessageSettings } from '../../domain/site-snapshot.ts';
import type { SnippetOptions } from '../../domain/snippet-options.ts';
import { USUAL_SPAM_THRESHOLD } from '../../domain/spam/judge-spam.ts';

/**
 * What people edit. D1 is the master; every change is published as one site snapshot (see
 * `db/queries/site-snapshot.ts`), so that visits and calls never read these tables.
 */
export const sites = sqliteTable('sites', {
  id: text().primaryKey(),
  /** Public, in the tag: `/s/{key}.js`. */
  key: text().notNull().unique(),
  name: text().notNull(),
  /** Origins the snippet may run on: `https://example.com`, `https://*.example.com`. */
  origins: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
  /** ISO 3166 country from which national numbers are dialled. */
  country: text().notNull(),
  consent: text({ enum: ['off', 'required', 'tcf', 'google'] }).notNull(),
  honourGpc: integer('honour_gpc', { mode: 'boolean' }).notNull(),
  /** Counts the published snapshots. */
  version: integer().notNull(),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
  /** Objects among which the numbers of its pools are dealt out, and the most there ever were. */
  shards: integer().notNull().default(1),
  shardsEver: integer('shards_ever').notNull().default(1),
  /** How long a removed number goes on being matched. */
  quarantineDays: integer('quarantine_days').notNull().default(30),
  /** What the owner asks of the snippet; what is missing is as usual. */
  snippet: text({ mode: 'json' }).$type<Partial<SnippetOptions>>().notNull().default({}),
  /** Tracking numbers that take text messages. */
  textNumbers: text('text_numbers', { mode: 'json' })
    .$type<readonly string[]>()
    .notNull()
    .default([]),
  /** What happens to calls. */
  flows: text({ mode: 'json' }).$type<readonly NamedFlow[]>().notNull().default([]),
  /** Score from which a call is suspected of spam; null: none is. */
  spamThreshold: real('spam_threshold').default(USUAL_SPAM_THRESHOLD),
  /** What happens to text messages; null: they are kept, and no more. */
  messages: text({ mode: 'json' }).$type<MessageSettings>(),
});

export const pools = sqliteTable(
  'pools',
  {
    siteId: text('site_id').notNull(),
    /** Named by the owner; unique within the site. */
    name: text().notNull(),
    /** How long a number rests with its session after it was last seen. */
    holdSeconds: integer('hold_seconds').notNull(),
    paused: integer({ mode: 'boolean' }).notNull().default(false),
    share: integer({ mode: 'boolean' }).notNull().default(true),
    /** Static number shown when the pool has none to give. */
    fallback: text(),
    prefer: text({ enum: ['visitor', 'target'] }),
    networkShare: real('network_share'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.name] })],
);

/** The business's own numbers, as printed on the pages. */
export const targetNumbers = sqliteTable(
  'target_numbers',
  {
    siteId: text('site_id').notNull(),
    number: text().notNull(),
    label: text().notNull(),
    /** Where calls go; the target itself unless the owner forwards elsewhere. */
    forwardTo: text('forward_to').notNull(),
    /** Pool whose numbers replace this target; null: only static numbers do. */
    pool: text(),
    position: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.number] })],
);

/**
 * Numbers bought from a provider: in a pool, or static (belonging to one source). A number that the
 * owner removes stays, as `quarantined`: it keeps forwarding and matching, and is not leased.
 */
export const trackingNumbers = sqliteTable(
  'tracking_numbers',
  {
    siteId: text('site_id').notNull(),
    number: text().notNull(),
    status: text({ enum: ['active', 'quarantined'] }).notNull(),
    /** Target number that callers of this number want to reach, where no lease says it better. */
    target: text(),
    pool: text(),
    /** The touch that a static number stands for. */
    source: text(),
    medium: text(),
    campaign: text(),
    label: text(),
    /** The owner's order. */
    position: integer().notNull(),
    addedAt: integer('added_at').notNull(),
    removedAt: integer('removed_at'),
    /** The shard that leases it, and the one it moved from, and when. */
    shard: integer().notNull().default(0),
    formerShard: integer('former_shard'),
    movedAt: integer('moved_at'),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.number] })],
);

/** Provider secrets, encrypted with the site's key; several are active during a rotation. */
export const providerCredentials = sqliteTable(
  'provider_credentials',
  {
    siteId: text('site_id').notNull(),
    id: text().notNull(),
    provider: text().notNull(),
    sealed: text().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.id] })],
);

/** Keys of the read API; only their hash is kept. */
export const apiKeys = sqliteTable('api_keys', {
  hash: text().primaryKey(),
  siteId: text('site_id').notNull(),
  name: text().notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
});
