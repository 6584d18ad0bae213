import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { unattributed } from '../domain/matching/match-call.ts';
import { LEASE_TABLES } from './lease-tables.ts';
import { type CallRow, toCall } from './rows.ts';
import type { PoolState } from './state.ts';
import type { StoredCall } from './stored-call.ts';
import type { PoolTables } from './tables.ts';
import type { Noted } from './unsent.ts';

type Erasable = Pick<PoolTables, 'sql' | 'store' | 'note'>;

/*
 * Persons who are to be forgotten: at once in the object, and in D1 by way of the outbox, behind all
 * that was on its way there before. Rare, so these look through whole tables.
 */

/**
 * Erases a visitor's sessions and leases, and unties the calls matched to them. What a page still shows
 * stays taken, in memory, by nobody.
 *
 * @returns the ids of the rows that are gone.
 */
export function forgetVisitor({ sql, store, note }: Erasable, visitorId: string): string[] {
  const ids = LEASE_TABLES.flatMap((table) =>
    sql
      .exec<{ id: string }>(`DELETE FROM ${table} WHERE visitor_id = ? RETURNING id`, visitorId)
      .toArray()
      .map(({ id }) => id),
  );
  const erased = new Set(ids);
  for (const call of allCalls(sql)) {
    const { match } = call;
    const candidates = match.candidates.filter(({ sessionId }) => !erased.has(sessionId));
    if (match.sessionId !== null && erased.has(match.sessionId)) {
      const nobody = unattributed('The visitor behind this call has been erased.');
      store.saveCall({ ...call, match: { ...nobody, candidates } });
    } else if (candidates.length < match.candidates.length) {
      store.saveCall({ ...call, match: { ...match, candidates } });
    }
  }
  noteErasure(sql, note, 'visitor', visitorId);
  return ids;
}

/** Erases a caller, and what was recorded of them, from all calls, which stay. @param hash as in `SealedCaller`. */
export function forgetCaller({ sql, store, note }: Erasable, hash: string): void {
  for (const call of allCalls(sql)) {
    if (!call.events.some(({ caller }) => caller?.hash === hash)) continue;
    const events = call.events
      .filter(({ step }) => step.type !== 'recording')
      .map(({ callerPlace, ...event }): CallEvent<SealedCaller> => ({ ...event, caller: null }));
    const summary = { ...call.summary, caller: null, callerPlace: null, recordings: [] };
    store.saveCall({ ...call, events, summary });
  }
  noteErasure(sql, note, 'caller', hash);
}

/** Memory follows, once the rows are gone. */
export function forgetRows(state: PoolState, visitorId: string, ids: readonly string[]): void {
  for (const id of ids) state.rows.forget(id);
  state.roster.anonymise(visitorId);
}

function allCalls(sql: SqlStorage): StoredCall[] {
  return sql.exec<CallRow>('SELECT * FROM calls').toArray().map(toCall);
}

function noteErasure(
  sql: SqlStorage,
  note: (erased: Noted) => void,
  kind: 'visitor' | 'caller',
  key: string,
): void {
  sql.exec('INSERT OR IGNORE INTO erasures (kind, key) VALUES (?, ?)', kind, key);
  note({ entity: 'erasure', key: `${kind} ${key}`, number: '', rev: 0 });
}
