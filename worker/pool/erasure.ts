import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { reviseMatch, statedMatch } from '../domain/matching/revise-match.ts';
import type { EpochMs } from '../domain/time.ts';
import { LEASE_TABLES } from './lease-tables.ts';
import { type CallRow, toCall } from './rows.ts';
import type { PoolState } from './state.ts';
import type { StoredCall } from './stored-call.ts';
import type { PoolTables } from './tables.ts';
import type { Noted } from './unsent.ts';
import { withoutSessions } from './without-sessions.ts';

/*
 * Persons who are to be forgotten: at once in the object, and in D1 by way of the outbox, behind all
 * that was on its way there before. Rare, so these look through whole tables.
 */

/**
 * Erases a visitor's sessions and leases, and unties the calls and messages matched to them. What a page still shows
 * stays taken, in memory, by nobody.
 */
export function forgetVisitor(
  { sql, calls, givenPhones, messages, note }: PoolTables,
  state: PoolState,
  visitorId: string,
): void {
  const ids = LEASE_TABLES.flatMap((table) =>
    sql
      .exec<{ id: string }>(`DELETE FROM ${table} WHERE visitor_id = ? RETURNING id`, visitorId)
      .toArray()
      .map(({ id }) => id),
  );
  const all = allCalls(sql);
  // Those that the owner named may be with another shard, or long over.
  const named = all.flatMap(({ correction }) =>
    correction?.session?.visitorId === visitorId ? [correction.session.sessionId] : [],
  );
  const erased = new Set([...ids, ...named]);
  for (const call of all) {
    const stated = statedMatch(call);
    const match = withoutSessions(stated, erased, 'call');
    const isTheirs = match.sessionId !== stated.sessionId;
    const correction = isTheirs ? null : call.correction;
    const kept = isTheirs ? match : withoutSessions(call.match, erased, 'call');
    if (kept !== call.match) calls.save({ ...call, match: kept, correction });
  }
  messages.forgetSessions(erased);
  givenPhones.forgetVisitor(visitorId);
  noteErasure(sql, note, 'visitor', visitorId);
  // Memory follows, once the rows are gone.
  for (const id of ids) state.rows.forget(id);
  state.roster.anonymise(visitorId);
}

/**
 * Erases a caller, and what was recorded and said of them, from all calls, which stay, and all that they wrote. A block
 * goes, too: it would tell that they have rung, and recognise them.
 *
 * @param hash as in `SealedCaller`.
 */
export function forgetCaller(
  { sql, calls, callers, givenPhones, messages, note }: PoolTables,
  hash: string,
  now: EpochMs,
): void {
  callers.forget(hash);
  givenPhones.forgetCaller(hash);
  messages.forgetSender(hash);
  for (const call of allCalls(sql)) {
    if (!call.events.some(({ caller }) => caller?.hash === hash)) continue;
    const events = call.events
      .filter(({ step }) => step.type !== 'recording')
      .map(
        ({ callerPlace, callerSigns, ...event }): CallEvent<SealedCaller> => ({
          ...event,
          caller: null,
        }),
      );
    const unknown = { caller: null, callerPlace: null, callerSigns: [], recordings: [] };
    const summary = { ...call.summary, ...unknown };
    // The score stays, so that what was counted without spam is counted the same.
    const spam = { ...call.spam, reasons: [] };
    const correction = null;
    const uncorrected = { match: call.match, correction };
    const match = reviseMatch(call, uncorrected, now, 'The caller has been erased.');
    calls.save({ ...call, events, summary, spam, match, correction });
  }
  noteErasure(sql, note, 'caller', hash);
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
