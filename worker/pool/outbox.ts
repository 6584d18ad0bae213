import { upsertRows } from '../db/queries/upsert-rows.ts';
import { calls, leases, sessions, visitors } from '../db/schema/index.ts';
import { within } from '../deadline.ts';
import { backoff } from '../domain/backoff.ts';
import { type EpochMs, SECOND } from '../domain/time.ts';
import { type CallRow, type LeaseRow, type SessionRow, toCall } from './rows.ts';
import type { Entity } from './store.ts';

/** Rows in one batch to D1: one transaction, which has to end soon. */
const BATCH_SIZE = 200;

/** A D1 that hangs counts as one that fails: the alarm has to end. */
const BATCH_DEADLINE = 20 * SECOND;

type Noted = { entity: Entity; id: string; rev: number };
type D1Row = Readonly<Record<string, unknown>>;

/**
 * Sends changed rows on to D1. The outbox holds only which rows changed and their revision; what is sent
 * is the row as it stands, and a row is struck off only if it has not changed again meanwhile. D1 takes
 * a row only if its revision is newer, so sending twice, or out of order, is harmless.
 */
export class Outbox {
  readonly #sql: SqlStorage;
  readonly #db: D1Database;
  #failures = 0;
  #retryAt: EpochMs = 0;

  constructor(sql: SqlStorage, db: D1Database) {
    this.#sql = sql;
    this.#db = db;
  }

  /** When to drain next: no sooner than asked, nor than a failure allows; undefined while empty. */
  dueAt(soonest: EpochMs): EpochMs | undefined {
    const waits = this.#sql.exec('SELECT 1 FROM outbox LIMIT 1').toArray().length > 0;
    return waits ? Math.max(soonest, this.#retryAt) : undefined;
  }

  /** Sends all there is, or as far as D1 takes it. */
  async drain(siteId: string, now: () => EpochMs): Promise<void> {
    while (true) {
      const noted = this.#sql
        .exec<Noted>('SELECT entity, id, rev FROM outbox LIMIT ?', BATCH_SIZE)
        .toArray();
      if (noted.length === 0) return;
      try {
        await within(BATCH_DEADLINE, this.#db.batch(this.#statements(siteId, noted)));
        this.#failures = 0;
      } catch (error) {
        this.#failures += 1;
        console.error(`outbox: D1 refused a batch (${this.#failures} in a row)`, error);
        this.#retryAt = now() + backoff(this.#failures);
        return;
      }
      this.#strikeOff(noted);
    }
  }

  #statements(siteId: string, noted: readonly Noted[]): D1PreparedStatement[] {
    const ids = (entity: Entity) =>
      JSON.stringify(noted.filter((row) => row.entity === entity).map((row) => row.id));
    const changedSessions = this.#sql
      .exec<SessionRow>(
        'SELECT * FROM sessions WHERE id IN (SELECT value FROM json_each(?))',
        ids('session'),
      )
      .toArray();
    const changedLeases = this.#sql
      .exec<LeaseRow>(
        'SELECT * FROM leases WHERE id IN (SELECT value FROM json_each(?))',
        ids('lease'),
      )
      .toArray();
    const changedCalls = this.#sql
      .exec<CallRow>(
        `SELECT calls.* FROM json_each(?) JOIN calls
           ON provider = substr(value, 1, instr(value, ' ') - 1)
          AND provider_call_id = substr(value, instr(value, ' ') + 1)`,
        ids('call'),
      )
      .toArray();
    return [
      [visitors, changedSessions.map((row) => visitorRow(siteId, row)), 'keep'] as const,
      [sessions, changedSessions.map((row) => sessionRow(siteId, row)), 'newer'] as const,
      [leases, changedLeases.map((row) => ({ ...row, site_id: siteId })), 'newer'] as const,
      [calls, changedCalls.map((row) => callRow(siteId, row)), 'newer'] as const,
    ].flatMap(([table, rows, onConflict]) => upsertRows(this.#db, table, rows, onConflict));
  }

  #strikeOff(noted: readonly Noted[]): void {
    this.#sql.exec(
      `DELETE FROM outbox WHERE (entity, id, rev) IN
         (SELECT value ->> 'entity', value ->> 'id', value ->> 'rev' FROM json_each(?))`,
      JSON.stringify(noted),
    );
  }
}

function visitorRow(siteId: string, row: SessionRow): D1Row {
  return { site_id: siteId, id: row.visitor_id, first_seen_at: row.started_at };
}

function sessionRow(siteId: string, row: SessionRow): D1Row {
  const { campaignId, clickIds, landingPage, campaignKey, ...touch } = JSON.parse(row.touch);
  const { numbers, view, place, ...rest } = row;
  return {
    ...rest,
    ...touch,
    ...JSON.parse(place),
    site_id: siteId,
    campaign_id: campaignId,
    click_ids: clickIds,
    landing_page: landingPage,
  };
}

function callRow(siteId: string, row: CallRow): D1Row {
  const { id, provider, providerCallId, events, summary, match } = toCall(row);
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
    session_id: match.sessionId,
    band: match.band,
    confidence: match.confidence,
    reasons: match.reasons,
    static_source: match.staticSource,
    events,
    rev: row.rev,
  };
}
