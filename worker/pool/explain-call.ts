import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import type { CallSummary } from '../domain/calls/summarize-call.ts';
import { timeOfId } from '../domain/ids.ts';
import { type Holder, MOST_HOLDERS_LOOKED_AT } from '../domain/matching/holder.ts';
import { type Explained, matchCall } from '../domain/matching/match-call.ts';
import type { EpochMs } from '../domain/time.ts';
import type { CallBefore } from './call-history.ts';
import { historyHere } from './history.ts';
import type { PastLease } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** What a call or a text message is matched by. */
export type Asked = Pick<
  CallSummary<SealedCaller>,
  'startedAt' | 'startedClock' | 'forwardedFrom' | 'caller'
> & {
  readonly id: string;
  readonly number: string;
};

/** Explains a call by who held its number at the time, and by earlier calls. */
export function explainCall(
  tables: Pick<PoolTables, 'store' | 'callHistory' | 'curves' | 'givenPhones'>,
  state: PoolState,
  { id, number, startedAt: at, startedClock, caller, forwardedFrom }: Asked,
  elsewhere: readonly PastLease[],
): Explained {
  const { store, callHistory, curves, givenPhones } = tables;
  const here = historyHere(store, state, { number, at });
  const leases = [...here, ...elsewhere].filter(
    // Our own clock is exact; a provider's may be a little behind.
    ({ startedAt }) => startedClock === 'provider' || startedAt <= at,
  );
  const oldest = leases.reduce<EpochMs>((first, { startedAt }) => Math.min(first, startedAt), at);
  const pool = leases[0]?.pool;
  const more = here.length >= MOST_HOLDERS_LOOKED_AT && pool !== undefined;
  const known = forwardedFrom === null ? (caller?.hash ?? null) : null;
  const before = { callId: id, at };
  const ofCaller = known === null ? [] : callHistory.ofCaller(known, before);
  const holders = leases.map((lease) => toHolder(state, lease, at));
  const named = namedByOwner(state, ofCaller, holders, at);
  const explained = matchCall(
    { at, number, caller: known },
    {
      holders: [...holders, ...named],
      earlier: more ? callHistory.earlierVisitors(pool, at, oldest) : null,
      ofCaller,
      // What the owner said counts for more.
      givenBy: known === null || isSaid(ofCaller) ? null : givenPhones.givenBy(known),
      ofOthers: callHistory
        .ofNumber(number, before, oldest)
        .filter((call) => call.caller === null || call.caller !== known),
      callsPerSecond: callHistory.callsPerSecond(at),
    },
    curves.latest().curve,
  );
  const { match } = explained;
  if (!named.some(({ sessionId }) => sessionId === match.sessionId)) return explained;
  return { ...explained, match: { ...match, reasons: [NAMED_BEFORE] } };
}

function isSaid(calls: readonly CallBefore[]): boolean {
  return calls.some(({ correction }) => correction !== null);
}

/** What tells of a visitor who was not shown the number, which all other reasons are about. */
const NAMED_BEFORE =
  'Was not shown this number, but the same phone had called before for this visitor, as the owner said.';

function toHolder(state: PoolState, lease: PastLease, at: EpochMs): Holder {
  const { sessionId, visitorId, target, number, source, tappedAt } = lease;
  const { startedAt, lastSeenAt, left } = lease;
  const now = state.roster.leaseOf(visitorId, target);
  const movedOn = now !== undefined && now.number !== number && now.startedAt > startedAt;
  // Taken back, for somebody else: no page shows it any more.
  const takenBack = lease.endedAt !== null && lease.endedAt <= at;
  return {
    sessionId,
    visitorId,
    source,
    // A shard of an earlier version, asked in the middle of an upgrade, does not say.
    device: lease.device ?? null,
    startedAt,
    lastSeenAt,
    left: left || takenBack,
    tappedAt,
    movedOnAt: movedOn ? now.startedAt : null,
  };
}

/** Visitors who made earlier calls of this caller, as the owner says, though they were not shown this number. */
function namedByOwner(
  state: PoolState,
  ofCaller: readonly CallBefore[],
  holders: readonly Holder[],
  at: EpochMs,
): Holder[] {
  const shown = new Set(holders.map(({ visitorId }) => visitorId));
  return ofCaller.flatMap(({ correction }) => {
    const session = correction?.session;
    if (!session || shown.has(session.visitorId)) return [];
    const startedAt = timeOfId(session.sessionId);
    if (startedAt > at) return [];
    shown.add(session.visitorId);
    // Of one that another shard has, or that is long over, the id alone says when it was.
    const lastSeenAt = state.session(session.sessionId)?.lastSeenAt ?? startedAt;
    const gone = { left: true, tappedAt: null, movedOnAt: null };
    return [{ ...session, device: session.device ?? null, startedAt, lastSeenAt, ...gone }];
  });
}
