import type { EpochMs } from '../domain/time.ts';
import type { EventType, OutgoingEvent } from '../domain/webhooks/event-types.ts';
import type { WebhookStatus } from './messages.ts';

/** An event on its way to one webhook. */
export type Delivery = OutgoingEvent & { readonly webhook: string; readonly failures: number };

type DeliveryRow = {
  webhook: string;
  event: string;
  type: EventType;
  at: number;
  subject: string;
  failures: number;
  due_at: number | null;
};

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS deliveries (
    webhook TEXT NOT NULL,
    event TEXT NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    subject TEXT NOT NULL,          -- JSON
    failures INTEGER NOT NULL,
    due_at INTEGER,                 -- null: set aside
    PRIMARY KEY (webhook, event)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS receivers (
    webhook TEXT PRIMARY KEY,
    succeeded_at INTEGER,
    failed_at INTEGER,
    error TEXT
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** What is on its way to a site's webhooks, and how each of them last answered. */
export class DeliveryTables {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
    this.open();
  }

  open(): void {
    this.#sql.exec(SCHEMA);
  }

  /** Empty before the first event, when there is nothing to send either. */
  siteId(): string {
    const rows = this.#sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'site'");
    return rows.toArray()[0]?.value ?? '';
  }

  ofSite(siteId: string): void {
    this.#sql.exec("INSERT OR IGNORE INTO meta (key, value) VALUES ('site', ?)", siteId);
  }

  /** What is on its way already stays as it is. */
  add(webhook: string, { id, type, at, subject }: OutgoingEvent, now: EpochMs): void {
    this.#sql.exec(
      'INSERT OR IGNORE INTO deliveries (webhook, event, type, at, subject, failures, due_at) VALUES (?, ?, ?, ?, ?, 0, ?)',
      webhook,
      id,
      type,
      at,
      JSON.stringify(subject),
      now,
    );
  }

  /** The next one for a webhook, the one longest due first. */
  next(webhook: string, now: EpochMs): Delivery | undefined {
    return this.#sql
      .exec<DeliveryRow>(
        'SELECT * FROM deliveries WHERE webhook = ? AND due_at <= ? ORDER BY due_at, at, event LIMIT 1',
        webhook,
        now,
      )
      .toArray()
      .map(({ event: id, subject, due_at: _, ...row }) => ({
        id,
        ...row,
        subject: JSON.parse(subject),
      }))[0];
  }

  /** When each webhook that anything waits for is to be asked next. */
  due(): { webhook: string; at: EpochMs }[] {
    return this.#sql
      .exec<{ webhook: string; at: number }>(
        'SELECT webhook, min(due_at) AS at FROM deliveries WHERE due_at IS NOT NULL GROUP BY webhook',
      )
      .toArray();
  }

  delivered({ webhook, id }: Delivery, now: EpochMs): void {
    this.#sql.exec('DELETE FROM deliveries WHERE webhook = ? AND event = ?', webhook, id);
    this.#sql.exec(
      `INSERT INTO receivers (webhook, succeeded_at) VALUES (?, ?)
       ON CONFLICT (webhook) DO UPDATE SET succeeded_at = excluded.succeeded_at`,
      webhook,
      now,
    );
  }

  /** @param dueAt null: it is set aside. */
  failed({ webhook, id }: Delivery, error: string, dueAt: EpochMs | null, now: EpochMs): void {
    this.#sql.exec(
      'UPDATE deliveries SET failures = failures + 1, due_at = ? WHERE webhook = ? AND event = ?',
      dueAt,
      webhook,
      id,
    );
    this.#sql.exec(
      `INSERT INTO receivers (webhook, failed_at, error) VALUES (?, ?, ?)
       ON CONFLICT (webhook) DO UPDATE SET failed_at = excluded.failed_at, error = excluded.error`,
      webhook,
      now,
      error,
    );
  }

  /** The receiver is there again: what it did not take goes out now. */
  hurry(webhook: string, now: EpochMs): void {
    this.#sql.exec(
      'UPDATE deliveries SET due_at = ? WHERE webhook = ? AND due_at > ?',
      now,
      webhook,
      now,
    );
  }

  /** The same for what was set aside too, with all attempts before it. */
  retry(webhook: string, now: EpochMs): void {
    this.#sql.exec(
      'UPDATE deliveries SET due_at = ?, failures = 0 WHERE webhook = ?',
      now,
      webhook,
    );
  }

  /** Forgets whatever is for a webhook that is no more. */
  keepOnly(webhooks: readonly string[]): void {
    for (const table of ['deliveries', 'receivers']) {
      this.#sql.exec(
        `DELETE FROM ${table} WHERE webhook NOT IN (SELECT value FROM json_each(?))`,
        JSON.stringify(webhooks),
      );
    }
  }

  /** Forgets events that were set aside and happened before a time. */
  forgetSetAside(before: EpochMs): void {
    this.#sql.exec('DELETE FROM deliveries WHERE due_at IS NULL AND at < ?', before);
  }

  status(): WebhookStatus[] {
    return this.#sql
      .exec<WebhookStatus>(
        `SELECT webhook, max(succeeded_at) AS succeededAt, max(failed_at) AS failedAt, max(error) AS error,
                sum(waits) AS waiting, sum(aside) AS setAside
         FROM (SELECT webhook, succeeded_at, failed_at, error, 0 AS waits, 0 AS aside FROM receivers
               UNION ALL
               SELECT webhook, NULL, NULL, NULL, due_at IS NOT NULL, due_at IS NULL FROM deliveries)
         GROUP BY webhook`,
      )
      .toArray();
  }
}
