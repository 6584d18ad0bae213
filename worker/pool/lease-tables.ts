import { idAtTime } from '../domain/ids.ts';
import { MATCH_WINDOW } from '../domain/matching/match.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Meta } from './meta.ts';

/** Leases of this match window, and of the one before. */
export const LEASE_TABLES = ['leases', 'former_leases'] as const;

/**
 * Leases are deleted by the table, because a row that is deleted costs as much as one that is written,
 * and a table that is dropped costs nothing: every match window the older of two goes, and a new one is
 * begun. So history is kept for one match window at least and for two at most.
 */
export class LeaseTables {
  readonly #sql: SqlStorage;
  readonly #meta: Meta;

  constructor(sql: SqlStorage, meta: Meta) {
    this.#sql = sql;
    this.#meta = meta;
  }

  /** The table in which a row is, or belongs. */
  of(id: string): (typeof LEASE_TABLES)[number] {
    return id >= (this.#meta.get('lease_boundary') ?? '') ? 'leases' : 'former_leases';
  }

  /**
   * Begins a new table if it is time, unless the oldest has something that D1 does not.
   *
   * @param sent highest revision of which it is sure that D1 has it and all before it.
   */
  rotate(sent: number, now: EpochMs): void {
    const rotatedAt = this.#meta.get('leases_rotated_at');
    if (rotatedAt === undefined) this.#meta.set('leases_rotated_at', String(now));
    if (rotatedAt === undefined || now - Number(rotatedAt) < MATCH_WINDOW) return;
    const unsent = this.#sql.exec('SELECT 1 FROM former_leases WHERE rev > ? LIMIT 1', sent);
    if (unsent.toArray().length > 0) return;
    this.#sql.exec('ALTER TABLE former_leases RENAME TO oldest_leases');
    this.#sql.exec('ALTER TABLE leases RENAME TO former_leases');
    const { sql } = this.#sql
      .exec<{ sql: string }>("SELECT sql FROM sqlite_master WHERE name = 'former_leases'")
      .one();
    this.#sql.exec(sql.replace(/^CREATE TABLE \S+/, 'CREATE TABLE leases'));
    // A visitor who has stayed that long is still there, and what D1 refuses is nowhere else.
    this.#sql.exec(
      `INSERT INTO former_leases SELECT * FROM oldest_leases
       WHERE last_seen_at >= ? OR id IN (SELECT key FROM set_aside WHERE entity = 'lease')`,
      now - MATCH_WINDOW,
    );
    this.#sql.exec('DROP TABLE oldest_leases');
    this.#meta.set('leases_rotated_at', String(now));
    // Ids of this millisecond may be in the older table already.
    this.#meta.set('lease_boundary', idAtTime(now + 1));
  }
}

/** One query over both tables. */
export function overBoth(query: (table: string) => string): string {
  return LEASE_TABLES.map(query).join(' UNION ALL ');
}
