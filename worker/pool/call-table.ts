import type { Revisions } from './revisions.ts';
import { type CallRow, ifReadable, toCall } from './rows.ts';
import type { StoredCall } from './stored-call.ts';
import { callKey, type Noted } from './unsent.ts';

/** Whoever rings more often is known by the latest of these. */
const MOST_OF_CALLER = 10;

/** Calls to the numbers of the shard, of one match window. */
export class CallTable {
  readonly #sql: SqlStorage;
  readonly #revisions: Revisions;
  readonly #note: (changed: Noted) => void;

  constructor(sql: SqlStorage, revisions: Revisions, note: (changed: Noted) => void) {
    this.#sql = sql;
    this.#revisions = revisions;
    this.#note = note;
  }

  get(provider: string, providerCallId: string): StoredCall | undefined {
    return this.#sql
      .exec<CallRow>(
        'SELECT * FROM calls WHERE provider = ? AND provider_call_id = ?',
        provider,
        providerCallId,
      )
      .toArray()
      .map(toCall)[0];
  }

  /** Looks through the whole table. */
  withId(id: string): StoredCall | undefined {
    return this.#sql.exec<CallRow>('SELECT * FROM calls WHERE id = ?', id).toArray().map(toCall)[0];
  }

  /** Calls that have not ended, as far as was told. */
  inProgress(): StoredCall[] {
    return this.#sql
      .exec<CallRow>('SELECT * FROM calls WHERE rung IS NOT NULL')
      .toArray()
      .flatMap(ifReadable(toCall));
  }

  /** Calls to a number whose ids lie between two. */
  ofNumber(number: string, from: string, to: string): StoredCall[] {
    return this.#sql
      .exec<CallRow>(
        'SELECT * FROM calls WHERE number = ? AND id >= ? AND id < ? ORDER BY id',
        number,
        from,
        to,
      )
      .toArray()
      .flatMap(ifReadable(toCall));
  }

  /** Calls of a caller whose ids begin there, the latest of them. @param caller hash of their number. */
  ofCaller(caller: string, from: string): StoredCall[] {
    return this.#sql
      .exec<CallRow>(
        `SELECT * FROM calls WHERE caller = ? AND id >= ? ORDER BY id DESC LIMIT ${MOST_OF_CALLER}`,
        caller,
        from,
      )
      .toArray()
      .reverse()
      .flatMap(ifReadable(toCall));
  }

  save(call: StoredCall): void {
    const rev = this.#revisions.next();
    const { provider, providerCallId, summary, evidence, correction } = call;
    this.#sql.exec(
      `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, number, caller, evidence, correction,
                          spam, rung, rev)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (provider, provider_call_id) DO UPDATE SET events = excluded.events, summary = excluded.summary,
         match = excluded.match, number = excluded.number, caller = excluded.caller, evidence = excluded.evidence,
         correction = excluded.correction, spam = excluded.spam, rung = excluded.rung, rev = excluded.rev`,
      provider,
      providerCallId,
      call.id,
      JSON.stringify(call.events),
      JSON.stringify(summary),
      JSON.stringify(call.match),
      summary.number,
      summary.caller?.hash ?? null,
      evidence,
      correction && JSON.stringify(correction),
      JSON.stringify(call.spam),
      summary.endedAt === null ? (summary.number ?? '') : null,
      rev,
    );
    this.#note({ entity: 'call', key: callKey(provider, providerCallId), number: '', rev });
  }
}
