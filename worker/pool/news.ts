import type { CallOutcome } from '../domain/calls/call-event.ts';
import type { EpochMs } from '../domain/time.ts';
import { newsOfCall } from '../domain/webhooks/call-news.ts';
import type { EventSubject, EventType, OutgoingEvent } from '../domain/webhooks/event-types.ts';
import { makeId } from '../keys/make-id.ts';
import type { SignatureAlert } from './messages.ts';
import type { Revisions } from './revisions.ts';
import type { StoredCall } from './stored-call.ts';

/** Handed over at a time. */
const PORTION = 100;

type NewsRow = {
  id: string;
  type: EventType;
  subject_id: string;
  rev: number;
  outcome: CallOutcome;
  alert: string | null;
  due_at: number;
};

/**
 * What the site's webhooks are to be told, written down with the call or message itself and kept until their
 * sender has it. What is due is as good as told: only what is not yet due may turn out otherwise.
 */
export class News {
  readonly #sql: SqlStorage;
  readonly #revisions: Revisions;
  /** Undefined where it has to be read again; null while nothing waits. */
  #nextDueAt: EpochMs | null | undefined;

  constructor(sql: SqlStorage, revisions: Revisions) {
    this.#sql = sql;
    this.#revisions = revisions;
  }

  /** Called within the change that has just saved the call. @param wanted what any webhook wants to know. */
  note({ id, events, summary }: StoredCall, wanted: readonly EventType[], now: EpochMs): void {
    if (wanted.length === 0) return;
    this.#nextDueAt = undefined;
    this.#sql.exec('DELETE FROM news WHERE subject_id = ? AND due_at > ?', id, now);
    const told = this.#sql
      .exec<Pick<NewsRow, 'type' | 'outcome'>>(
        'SELECT type, outcome FROM news WHERE subject_id = ?',
        id,
      )
      .toArray();
    for (const news of newsOfCall({ id, events, outcome: summary.outcome }, told, now)) {
      if (!wanted.includes(news.type)) continue;
      this.#sql.exec(
        'INSERT INTO news (subject_id, id, type, rev, outcome, due_at) VALUES (?, ?, ?, ?, ?, ?)',
        id,
        news.id,
        news.type,
        this.#revisions.last(),
        news.outcome,
        news.dueAt,
      );
    }
  }

  /** The same for a text message that was not known before, of which nothing can turn out otherwise. */
  noteMessage(id: string, wanted: readonly EventType[], now: EpochMs): void {
    if (!wanted.includes('message.received')) return;
    this.#nextDueAt = undefined;
    this.#sql.exec(
      `INSERT INTO news (subject_id, id, type, rev, outcome, due_at)
       VALUES (?1, ?2, 'message.received', ?3, '', ?4)`,
      id,
      `${id}-received`,
      this.#revisions.last(),
      now,
    );
  }

  /** An alert has begun. */
  noteAlert(alert: SignatureAlert, wanted: readonly EventType[], now: EpochMs): void {
    if (!wanted.includes('alert.signatures')) return;
    this.#nextDueAt = undefined;
    this.#sql.exec(
      `INSERT INTO news (subject_id, id, type, rev, outcome, alert, due_at)
       VALUES ('', ?1, 'alert.signatures', 0, '', ?2, ?3)`,
      `signatures-${makeId(now)}`,
      JSON.stringify(alert),
      now,
    );
  }

  /** When something is to be told next. */
  nextDueAt(): EpochMs | undefined {
    if (this.#nextDueAt === undefined) {
      this.#nextDueAt = this.#sql
        .exec<{ at: number | null }>('SELECT min(due_at) AS at FROM news WHERE due_at IS NOT NULL')
        .one().at;
    }
    return this.#nextDueAt ?? undefined;
  }

  /** What is to be told now, earliest first. */
  due(now: EpochMs): OutgoingEvent[] {
    return this.#sql
      .exec<NewsRow>(
        `SELECT * FROM news WHERE due_at <= ? ORDER BY due_at, id LIMIT ${PORTION}`,
        now,
      )
      .toArray()
      .map((row) => ({ id: row.id, type: row.type, at: row.due_at, subject: subjectOf(row) }));
  }

  /** The sender has these. They stay as long as their call does, so that nothing is told twice. */
  told(events: readonly OutgoingEvent[]): void {
    this.#nextDueAt = undefined;
    this.#sql.exec(
      `UPDATE news SET due_at = NULL WHERE (subject_id, id) IN
         (SELECT value ->> 'subject', value ->> 'id' FROM json_each(?))`,
      JSON.stringify(events.map(({ id, subject }) => ({ id, subject: idOf(subject) }))),
    );
  }

  /** Forgets calls and messages from before this id, and alerts that were told. */
  prune(beforeId: string): void {
    this.#sql.exec('DELETE FROM news WHERE subject_id < ? AND due_at IS NULL', beforeId);
  }

  /** A transaction was undone. */
  reread(): void {
    this.#nextDueAt = undefined;
  }
}

function subjectOf({ type, subject_id: id, rev, alert }: NewsRow): EventSubject {
  if (alert !== null) return { alert: JSON.parse(alert) };
  return type === 'message.received' ? { messageId: id, rev } : { callId: id, rev };
}

function idOf(subject: EventSubject): string {
  if ('alert' in subject) return '';
  return 'callId' in subject ? subject.callId : subject.messageId;
}
