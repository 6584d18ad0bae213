import { eraseCaller, eraseVisitor } from '../db/queries/erase-person.ts';
import { upsertRows } from '../db/queries/upsert-rows.ts';
import { calls, leases, messages, poolHours, sessions } from '../db/schema/index.ts';
import { overBoth } from './lease-tables.ts';
import { type CallRow, type LeaseRow, toCall, toRow } from './rows.ts';
import { type MessageRow, toMessage } from './text-messages.ts';
import type { Entity, Noted } from './unsent.ts';

type D1Row = Readonly<Record<string, unknown>>;
type HourRow = { counts: string; rev: number };

/** By entity: its rows as they stand in the object's tables, for a JSON list of notes. */
const ROWS: Readonly<Record<Exclude<Entity, 'erasure'>, string>> = {
  lease: overBoth(
    (table) =>
      `SELECT l.* FROM json_each(?1) JOIN ${table} AS l
         ON l.number = value ->> 'number' AND l.id = value ->> 'key'`,
  ),
  call: `SELECT calls.* FROM json_each(?) JOIN calls
      ON provider = substr(value ->> 'key', 1, instr(value ->> 'key', ' ') - 1)
     AND provider_call_id = substr(value ->> 'key', instr(value ->> 'key', ' ') + 1)`,
  message: `SELECT messages.* FROM json_each(?) JOIN messages
      ON provider = substr(value ->> 'key', 1, instr(value ->> 'key', ' ') - 1)
     AND provider_message_id = substr(value ->> 'key', instr(value ->> 'key', ' ') + 1)`,
  hour: `SELECT counts, rev FROM pool_hours
    WHERE pool || ' ' || hour IN (SELECT value ->> 'key' FROM json_each(?))`,
};

/** The statements that bring the noted rows to D1, as they stand in the object's tables now. */
export function outboxStatements(
  sql: SqlStorage,
  db: D1Database,
  siteId: string,
  shard: number,
  noted: readonly Noted[],
): D1PreparedStatement[] {
  const of = (entity: Entity) => noted.filter((row) => row.entity === entity);
  const rowsOf = <R extends Record<string, SqlStorageValue>>(entity: keyof typeof ROWS): R[] => {
    const notes = of(entity);
    return notes.length === 0 ? [] : sql.exec<R>(ROWS[entity], JSON.stringify(notes)).toArray();
  };
  const leaseRows = rowsOf<LeaseRow>('lease');
  const [withSession, further] = [true, false].map((has) =>
    leaseRows.filter(({ session }) => (session !== null) === has),
  ) as [LeaseRow[], LeaseRow[]];
  return [
    ...[
      [sessions, withSession.map((row) => sessionRow(siteId, row))] as const,
      [leases, further.map((row) => ({ ...row, site_id: siteId }))] as const,
      [calls, rowsOf<CallRow>('call').map((row) => callRow(siteId, row))] as const,
      [messages, rowsOf<MessageRow>('message').map((row) => messageRow(siteId, row))] as const,
      [poolHours, rowsOf<HourRow>('hour').map((row) => hourRow(siteId, shard, row))] as const,
    ].flatMap(([table, rows]) => upsertRows(db, table, rows, 'newer')),
    ...of('erasure').flatMap(({ key }) => {
      const [kind, person = ''] = key.split(' ');
      return (kind === 'visitor' ? eraseVisitor : eraseCaller)(db, siteId, person);
    }),
  ];
}

function sessionRow(siteId: string, row: LeaseRow): D1Row {
  const { session, lease } = toRow(row);
  if (session === null) throw new Error('a row without a session was taken for one');
  const { campaignId, clickIds, landingPage, campaignKey, ...touch } = session.touch;
  return {
    ...touch,
    ...session.place,
    device: session.device,
    site_id: siteId,
    id: session.id,
    visitor_id: session.visitorId,
    started_at: session.startedAt,
    last_seen_at: session.lastSeenAt,
    grade: session.grade,
    journey: session.journey,
    campaign_id: campaignId,
    click_ids: clickIds,
    landing_page: landingPage,
    lease: lease && {
      number: lease.number,
      target: lease.target,
      pool: lease.pool,
      grade: lease.grade,
      lastSeenAt: lease.lastSeenAt,
      endedAt: lease.endedAt,
      holdSeconds: lease.holdSeconds,
    },
    rev: row.rev,
  };
}

function hourRow(siteId: string, shard: number, { counts, rev }: HourRow): D1Row {
  const { heldSum, heldPeak, heldMs, restMs, ...rest } = JSON.parse(counts);
  return {
    ...rest,
    site_id: siteId,
    shard,
    held_sum: heldSum,
    held_peak: heldPeak,
    held_ms: heldMs,
    rest_ms: restMs,
    rev,
  };
}

function messageRow(siteId: string, row: MessageRow): D1Row {
  const { id, provider, message, match } = toMessage(row);
  return {
    site_id: siteId,
    provider,
    provider_message_id: message.id,
    id,
    number: message.number,
    sender_hash: message.sender?.hash,
    sender_sealed: message.sender?.sealed,
    received_at: message.at,
    text_sealed: message.text,
    media: message.media,
    session_id: match.sessionId,
    band: match.band,
    confidence: match.confidence,
    reasons: match.reasons,
    candidates: match.candidates,
    static_source: match.staticSource,
    rev: row.rev,
  };
}

function callRow(siteId: string, row: CallRow): D1Row {
  const { id, provider, providerCallId, events, summary, match, spam } = toCall(row);
  return {
    site_id: siteId,
    id,
    provider,
    provider_call_id: providerCallId,
    number: summary.number,
    caller_hash: summary.caller?.hash,
    caller_sealed: summary.caller?.sealed,
    forwarded_from: summary.forwardedFrom,
    started_at: summary.startedAt,
    answered_at: summary.answeredAt,
    ended_at: summary.endedAt,
    outcome: summary.outcome,
    ring_seconds: summary.ringSeconds,
    talk_seconds: summary.talkSeconds,
    total_seconds: summary.totalSeconds,
    wait_seconds: summary.waitSeconds,
    caller_city: summary.callerPlace?.city,
    caller_region: summary.callerPlace?.region,
    caller_country: summary.callerPlace?.country,
    attestation: summary.attestation,
    recordings: summary.recordings,
    session_id: match.sessionId,
    band: match.band,
    confidence: match.confidence,
    reasons: match.reasons,
    candidates: match.candidates,
    static_source: match.staticSource,
    no_visit: match.noVisit,
    match_history: match.former,
    spam_score: spam.score,
    spam_reasons: spam.reasons,
    events,
    rev: row.rev,
  };
}
