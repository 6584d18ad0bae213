import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Attestation, CallEvent, CallOutcome } from '../../domain/calls/call-event.ts';
import type { SealedCaller } from '../../domain/calls/sealed-caller.ts';
import type { Recording } from '../../domain/calls/summarize-call.ts';
import type { Candidate, FormerMatch, MatchBand } from '../../domain/matching/match.ts';
import type { StaticSource } from '../../domain/site-snapshot.ts';

/** Inbound calls: a read model, written only by the pool's outbox. */
export const calls = sqliteTable(
  'calls',
  {
    siteId: text('site_id').notNull(),
    id: text().notNull(),
    provider: text().notNull(),
    providerCallId: text('provider_call_id').notNull(),
    number: text(),
    /** Keyed hash of the caller's number, for look-ups; null where withheld. */
    callerHash: text('caller_hash'),
    /** The caller's number, encrypted, for display. */
    callerSealed: text('caller_sealed'),
    forwardedFrom: text('forwarded_from'),
    startedAt: integer('started_at').notNull(),
    answeredAt: integer('answered_at'),
    endedAt: integer('ended_at'),
    outcome: text().$type<CallOutcome>(),
    ringSeconds: real('ring_seconds'),
    talkSeconds: real('talk_seconds'),
    totalSeconds: real('total_seconds'),
    sessionId: text('session_id'),
    band: text().$type<MatchBand>().notNull(),
    confidence: real().notNull(),
    reasons: text({ mode: 'json' }).$type<readonly string[]>().notNull(),
    /** What the number stands for, where it is a static one. */
    staticSource: text('static_source', { mode: 'json' }).$type<StaticSource>(),
    events: text({ mode: 'json' }).$type<readonly CallEvent<SealedCaller>[]>().notNull(),
    rev: integer().notNull(),
    /** Every session that may explain the call, likeliest first; null in rows of before they were kept. */
    candidates: text({ mode: 'json' }).$type<readonly Candidate[]>(),
    waitSeconds: real('wait_seconds'),
    callerCity: text('caller_city'),
    callerRegion: text('caller_region'),
    callerCountry: text('caller_country'),
    attestation: text().$type<Attestation>(),
    /** Null in rows of before recordings were kept. */
    recordings: text({ mode: 'json' }).$type<readonly Recording[]>(),
    /** How likely it is spam, 0 to 1, and why; null in rows of before anybody asked. */
    spamScore: real('spam_score'),
    spamReasons: text('spam_reasons', { mode: 'json' }).$type<readonly string[]>(),
    /** How likely no visit caused the call; null in rows of before it was told. */
    noVisit: real('no_visit'),
    /** What was made of the call before; null in rows of before it was kept. */
    matchHistory: text('match_history', { mode: 'json' }).$type<readonly FormerMatch[]>(),
  },
  (table) => [
    primaryKey({ columns: [table.siteId, table.id] }),
    index('calls_by_start').on(table.siteId, table.startedAt),
    // Whether a caller has rung before.
    index('calls_by_caller').on(table.siteId, table.callerHash, table.startedAt),
  ],
);
