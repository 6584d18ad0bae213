import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { type CallSummary, mergeEvents, summarizeCall } from '../domain/calls/summarize-call.ts';
import type { Lease } from '../domain/leases/lease.ts';
import { correctedEvidence } from '../domain/matching/corrected-evidence.ts';
import { type Correction, matchStaticNumber, unattributed } from '../domain/matching/match.ts';
import { reviseMatch, statedMatch } from '../domain/matching/revise-match.ts';
import { storeEvidence } from '../domain/matching/stored-evidence.ts';
import type { EpochMs } from '../domain/time.ts';
import { makeId } from '../keys/make-id.ts';
import type { Elsewhere } from './elsewhere.ts';
import { type Asked, explainCall } from './explain-call.ts';
import type { CallerWord, PastLease, PoolCall, PoolCallReply } from './messages.ts';
import { assessCalls } from './spam.ts';
import type { PoolState } from './state.ts';
import type { StoredCall } from './stored-call.ts';
import type { PoolTables } from './tables.ts';

/**
 * Records news of a call, matches it anew, and makes note of what the site's webhooks are to be told; what is known
 * already changes nothing.
 */
export function recordCall(
  tables: PoolTables,
  state: PoolState,
  call: Omit<PoolCall, 'inventoryVersion' | 'nonce'>,
  { leases, word }: Elsewhere,
  now: EpochMs,
): PoolCallReply {
  const { inventory, calls, callers, news } = tables;
  const { provider, providerCallId } = call;
  const others = leases ?? [];
  const known = calls.get(provider, providerCallId);
  const events = mergeEvents(known?.events ?? [], call.events);
  if (known && events === known.events) {
    return replyOf(state, known, others, word);
  }
  const summary = summarizeCall(events);
  const id = known?.id ?? makeId(summary.startedAt, 0, inventory.shard());
  const explained = explain(tables, state, { ...summary, id }, leases, known);
  const { correction = null } = known ?? {};
  const found = { match: explained.match, correction };
  const match = known
    ? reviseMatch(known, found, now, 'More became known of the call.')
    : explained.match;
  const told = {
    id,
    provider,
    providerCallId,
    events,
    summary,
    match,
    evidence: explained.evidence,
    correction,
  };
  const { call: saved, later } = assessCalls(callers, told);
  calls.save(saved);
  news.note(saved, inventory.wantedEvents(), now);
  for (const each of later) calls.save(each);
  if (summary.number !== null) {
    if (summary.endedAt === null) state.roster.calls.began(summary.number, id, summary.startedAt);
    else state.roster.calls.ended(summary.number, id);
  }
  return replyOf(state, saved, others, word);
}

function replyOf(
  state: PoolState,
  call: StoredCall,
  elsewhere: readonly Lease[],
  word: CallerWord,
): PoolCallReply {
  const { id: callId, summary, spam } = call;
  const match = statedMatch(call);
  const { number } = summary;
  const session = match.sessionId === null ? undefined : state.session(match.sessionId);
  const source = match.staticSource?.label || session?.touch.source || null;
  const target = targetOf(state, summary, elsewhere);
  return { ok: true, callId, match, number, source, target, spam, word };
}

/** Several targets may share a pool: where a call is to go, the number's latest lease says. */
function targetOf(
  state: PoolState,
  { number }: { number: string | null },
  elsewhere: readonly Lease[],
): string | null {
  const here = number === null ? undefined : state.roster.latest(number);
  return latestFirst(here ? [here, ...elsewhere] : elsewhere)[0]?.target ?? null;
}

/** Ids begin with the time. */
function latestFirst(leases: readonly Lease[]): Lease[] {
  return leases.toSorted((a, b) => (a.id < b.id ? 1 : -1));
}

type Explanation = Pick<StoredCall, 'match' | 'evidence'>;

/** What was made of a call stays, while nothing that it hangs on is known better. */
function explain(
  tables: PoolTables,
  state: PoolState,
  asked: CallSummary<SealedCaller> & { readonly id: string },
  leases: readonly PastLease[] | null,
  known: StoredCall | undefined,
): Explanation {
  // What was found when the leases were to be had stands.
  if (known && (leases === null || sameQuestion(known.summary, asked))) return known;
  return explainByNumber(tables, state, asked, leases ?? [], known?.correction ?? null);
}

function sameQuestion(a: CallSummary<SealedCaller>, b: CallSummary<SealedCaller>): boolean {
  return (
    a.number === b.number &&
    a.startedAt === b.startedAt &&
    a.startedClock === b.startedClock &&
    a.caller?.hash === b.caller?.hash &&
    a.forwardedFrom === b.forwardedFrom
  );
}

/**
 * By what the number stands for, else by who held it at the time.
 *
 * @param correction what the owner said of it, which changes only what is learned from it.
 */
export function explainByNumber(
  tables: PoolTables,
  state: PoolState,
  { number, ...asked }: Omit<Asked, 'number'> & { readonly number: string | null },
  elsewhere: readonly PastLease[],
  correction: Correction | null,
): Explanation {
  if (number === null) {
    const match = unattributed('The provider did not say which number was dialled.');
    return { match, evidence: null };
  }
  const source = tables.inventory.staticSource(number);
  if (source) return { match: matchStaticNumber(source), evidence: null };
  const { match, evidence } = explainCall(tables, state, { ...asked, number }, elsewhere);
  const toLearnFrom = storeEvidence(correctedEvidence(evidence, correction));
  return { match, evidence: JSON.stringify(toLearnFrom) };
}
