import { idAfter, idAtTime } from '../domain/ids.ts';
import { type EpochMs, HOUR, MINUTE } from '../domain/time.ts';
import { LEASE_TABLES } from './lease-tables.ts';
import type { Meta } from './meta.ts';
import type { Revisions } from './revisions.ts';

/** The kinds of rows that travel to D1; an erasure deletes there. */
export type Entity = 'lease' | 'call' | 'message' | 'hour' | 'erasure';

/** A row that D1 does not have yet in this revision. `number` with a lease: half of its key. */
export type Noted = {
  readonly entity: Entity;
  readonly key: string;
  readonly number: string;
  readonly rev: number;
};

/** Of how many rows memory keeps note; beyond, they are looked for in the tables. */
const MOST_NOTED = 20_000;
/** How often it is written down that all is sent: a restart sends what came since once more. */
const MARK_EVERY = 10 * MINUTE;
/** How far back a change mostly reaches: one to an older row has to lower the mark first. */
const SLACK = 2 * HOUR;

export function callKey(provider: string, providerCallId: string): string {
  return `${provider} ${providerCallId}`;
}

/** D1 has every row of at most this revision, and every row with a lower id. */
type Mark = { readonly rev: number; readonly from: string };

/**
 * Which rows D1 does not have yet. The rows are their own outbox: all that is written down is a mark,
 * now and then, before which everything is sent. What is unsent after it is noted in memory, and found
 * in the tables after a restart, or where memory would take too much.
 */
export class Unsent {
  readonly #sql: SqlStorage;
  readonly #meta: Meta;
  readonly #noted = new Map<string, Noted>();
  #mark: Mark;
  #markedAt: EpochMs = 0;
  /** Where the search in the tables goes on; undefined while memory knows of all. */
  #search: { table: string; number: string; id: string } | undefined;
  /** Something was not noted since the search began, or ended: it has to begin again. */
  #missed = false;

  constructor(sql: SqlStorage, meta: Meta) {
    this.#sql = sql;
    this.#meta = meta;
    this.#mark = this.#storedMark();
    this.#beginSearch();
  }

  /** Rows noted; there may be more in the tables. */
  get size(): number {
    return this.#noted.size;
  }

  isEmpty(): boolean {
    return this.#noted.size === 0 && this.#search === undefined && !this.#missed;
  }

  /** Called within the transaction that changes the row. */
  note(row: Noted): void {
    if (row.entity === 'lease' && row.key < this.#mark.from)
      this.#setMark({ ...this.#mark, from: row.key });
    const name = nameOf(row);
    if (this.#noted.size < MOST_NOTED || this.#noted.has(name)) this.#noted.set(name, row);
    else this.#missed = true;
  }

  /** D1 is sure to have every row of at most this revision. */
  sentRev(): number {
    return this.#mark.rev;
  }

  /** The oldest notes; where there are none, the search goes on. */
  next(limit: number): Noted[] {
    while (this.#noted.size === 0 && !this.isEmpty()) this.#searchOn();
    const oldest: Noted[] = [];
    for (const row of this.#noted.values()) {
      if (oldest.length === limit) break;
      oldest.push(row);
    }
    return oldest;
  }

  /** D1 has these, or they are not to be sent; what has changed meanwhile stays. */
  strikeOff(rows: readonly Noted[]): void {
    for (const row of rows) {
      const name = nameOf(row);
      if (this.#noted.get(name)?.rev === row.rev) this.#noted.delete(name);
    }
  }

  /** Writes down, now and then, that all is sent. Only when that is so. */
  markSent(revisions: Revisions, now: EpochMs): void {
    if (now - this.#markedAt < MARK_EVERY) return;
    this.#markedAt = now;
    this.#setMark({ rev: revisions.last(), from: idAtTime(now - SLACK) });
  }

  /** Everything counts as unsent again. */
  forget(): void {
    this.#setMark({ rev: 0, from: '' });
    this.#beginSearch();
  }

  /** A transaction was undone, and maybe the lowering of the mark with it. */
  undone(): void {
    this.#mark = this.#storedMark();
  }

  #beginSearch(): void {
    this.#search = { table: LEASE_TABLES[0], number: '', id: this.#mark.from };
    this.#missed = false;
    const noted = this.#sql
      .exec<Noted>(
        `SELECT 'call' AS entity, provider || ' ' || provider_call_id AS key, '' AS number, rev
           FROM calls WHERE rev > ?1 AND NOT EXISTS ${setAside('call', "provider || ' ' || provider_call_id", 'calls.rev')}
         UNION ALL SELECT 'message', provider || ' ' || provider_message_id, '', rev
           FROM messages WHERE rev > ?1 AND NOT EXISTS ${setAside('message', "provider || ' ' || provider_message_id", 'messages.rev')}
         UNION ALL SELECT 'hour', pool || ' ' || hour, '', rev FROM pool_hours WHERE rev > ?1
         UNION ALL SELECT 'erasure', kind || ' ' || key, '', 0 FROM erasures`,
        this.#mark.rev,
      )
      .toArray();
    for (const row of noted) this.#noted.set(nameOf(row), row);
  }

  #searchOn(): void {
    if (this.#search === undefined) {
      this.#beginSearch();
      return;
    }
    const found = this.#sql
      .exec<Noted>(
        `SELECT 'lease' AS entity, l.id AS key, l.number, l.rev
         FROM (SELECT number FROM numbers UNION ALL SELECT '') AS n
         JOIN ${this.#search.table} AS l ON l.number = n.number AND l.id >= CASE n.number WHEN ?1 THEN ?2 ELSE ?3 END
         WHERE n.number >= ?1 AND l.rev > ?4 AND NOT EXISTS ${setAside('lease', 'l.id', 'l.rev')}
         ORDER BY n.number, l.id LIMIT ${MOST_NOTED / 4}`,
        this.#search.number,
        this.#search.id,
        this.#mark.from,
        this.#mark.rev,
      )
      .toArray();
    for (const row of found) this.#noted.set(nameOf(row), row);
    const last = found.at(-1);
    const { table } = this.#search;
    if (last) this.#search = { table, number: last.number, id: idAfter(last.key) };
    else if (table === LEASE_TABLES[0]) {
      this.#search = { table: LEASE_TABLES[1], number: '', id: this.#mark.from };
    } else if (this.#missed) this.#beginSearch();
    else this.#search = undefined;
  }

  #setMark(mark: Mark): void {
    this.#mark = mark;
    this.#meta.set('sent', JSON.stringify(mark));
  }

  #storedMark(): Mark {
    return JSON.parse(this.#meta.get('sent') ?? '{"rev":0,"from":""}');
  }
}

function nameOf({ entity, key }: Pick<Noted, 'entity' | 'key'>): string {
  return `${entity} ${key}`;
}

/** A row that was set aside in this revision waits there, not here. */
function setAside(entity: Entity, key: string, rev: string): string {
  return `(SELECT 1 FROM set_aside AS aside WHERE aside.entity = '${entity}' AND aside.key = ${key} AND aside.rev >= ${rev})`;
}
