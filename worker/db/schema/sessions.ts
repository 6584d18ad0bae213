import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Grade } from '../../../snippet/contract/wire.ts';
import type { Device } from '../../domain/visits/device.ts';
import type { JourneyEntry } from '../../domain/visits/journey.ts';

/*
 * What happens on the pages: a read model, written only by the pool's outbox. Rows written are what
 * running costs, so these tables carry no secondary index: ids begin with the time of their making
 * (domain/ids.ts), which makes the primary key the time order that reports ask for. The migration
 * declares them WITHOUT ROWID, so that an insert writes one row, not two.
 */

export const sessions = sqliteTable(
  'sessions',
  {
    siteId: text('site_id').notNull(),
    id: text().notNull(),
    visitorId: text('visitor_id').notNull(),
    startedAt: integer('started_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** Best grade over the session's targets. */
    grade: text().$type<Grade>().notNull(),
    channel: text().notNull(),
    source: text().notNull(),
    medium: text().notNull(),
    campaign: text(),
    term: text(),
    content: text(),
    campaignId: text('campaign_id'),
    /** Click identifiers by parameter name. */
    clickIds: text('click_ids', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    referrer: text(),
    landingPage: text('landing_page').notNull(),
    /** ISO 3166 country and subdivision, from the edge; IP addresses are never stored. */
    country: text(),
    region: text(),
    /** Page views, taps, forms, custom events and identifications, oldest first. */
    journey: text({ mode: 'json' }).$type<readonly JourneyEntry[]>().notNull(),
    rev: integer().notNull(),
    /** The lease it began with; null where it began without a number. */
    lease: text({ mode: 'json' }).$type<SessionLease>(),
    /** Null where it cannot be told, and in what earlier versions wrote. */
    device: text().$type<Device>(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.id] })],
);

/** The lease that a session began with: its id is the session's, and it began when the session did. */
export type SessionLease = {
  readonly number: string;
  readonly target: string;
  readonly pool: string;
  readonly grade: Grade;
  readonly lastSeenAt: number;
  readonly endedAt: number | null;
  readonly holdSeconds: number;
};

/** Further leases of a session: for its other targets, or of a number that came free later. */
export const leases = sqliteTable(
  'leases',
  {
    siteId: text('site_id').notNull(),
    id: text().notNull(),
    sessionId: text('session_id').notNull(),
    number: text().notNull(),
    target: text().notNull(),
    pool: text().notNull(),
    grade: text().$type<Grade>().notNull(),
    startedAt: integer('started_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** When another lease of the same visitor took the number over; null where it just runs out. */
    endedAt: integer('ended_at'),
    holdSeconds: integer('hold_seconds').notNull(),
    rev: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.siteId, table.id] })],
);
