import type { EpochMs } from '../time.ts';
import type { Curve } from './curve.ts';
import type { Evidence, Suspect } from './evidence.ts';
import type { Holder } from './holder.ts';
import { binOf } from './log-bins.ts';
import { traitsOf } from './traits.ts';
import { weekCellOf } from './week.ts';

/** A call to be explained. */
export type Rung = {
  readonly at: EpochMs;
  readonly number: string;
  /** What the caller is known by; null where the number was withheld, or is not the caller's own. */
  readonly caller: string | null;
};

/** A call of before, and what was made of it. */
export type EarlierCall = Rung & {
  readonly suspects: readonly { readonly visitorId: string; readonly probability: number }[];
  /** How likely no visit caused it. */
  readonly stranger: number;
};

/** What a call is explained by. Order does not matter, nor when any of it became known. */
export type Known = {
  /** Sessions with the number that began before the call. */
  readonly holders: readonly Holder[];
  /** Visitors with the number before all those, as in `Evidence`; null where there are none. */
  readonly earlier: readonly number[] | null;
  /** Earlier calls of the same caller to any number of the site. */
  readonly ofCaller: readonly EarlierCall[];
  /** The visitor who gave the caller's number on the site as theirs; null where nobody did. */
  readonly givenBy: string | null;
  /** Earlier calls of others to this number since the first of the holders came. */
  readonly ofOthers: readonly EarlierCall[];
  /** Calls per second to all numbers of the site, of people who had not called before. */
  readonly callsPerSecond: number;
};

/** Whoever has called is less likely to call from another phone; but people have several, and offices many. */
const SECOND_PHONE = 0.3;
/** A known caller rarely comes with another browser, or has deleted what told it. */
const OTHER_BROWSER = 0.05;
/** A phone that one visitor gave as theirs hardly rings for the visit of another. */
const GIVEN_BY_ANOTHER = 0.01;
/** Of what an earlier call says, this much is left beside each one after it, which knew of it. */
const FADING = 0.5;
/** A caller who withholds the number is rarely one who did not, and the other way round. */
const CHANGED_MIND = 0.2;
/** A visitor who has been shown another number since would have to remember the old one. */
const OLD_NUMBER = 0.02;

/** Brings together all that tells who made a call. */
export function gatherEvidence(rung: Rung, known: Known, curve: Curve): Evidence {
  const { at, number } = rung;
  const owner = ownerOf(known);
  const ofCaller = known.ofCaller.toSorted((a, b) => b.at - a.at);
  const [last] = ofCaller;
  const again = last === undefined ? 0 : redialRate(curve, last, at);
  const behind = whoWasBehind(ofCaller);
  // That this phone rings because of a visit by somebody it does not belong to, as far as is known.
  const otherBrowser = Math.min(1, (OTHER_BROWSER * again) / known.callsPerSecond);
  const notTheOwner = owner === null ? 1 : GIVEN_BY_ANOTHER;
  const byStranger = last === undefined ? notTheOwner : otherBrowser;
  const others = callsByVisitor(known.ofOthers);

  const suspects = byVisitor(known.holders, at).map(([visitorId, sessions]): Suspect => {
    const [latest] = sessions;
    const theirs = others.get(visitorId) ?? [];
    const was = behind.get(visitorId) ?? 0;
    const notYet = theirs.reduce((left, call) => left * (1 - otherPhone(rung, call)), 1);
    const notTheirs = SECOND_PHONE + (1 - SECOND_PHONE) * notYet;
    const fromOthers = theirs.reduce(
      (sum, call) => sum + call.probability * samePhone(rung, call) * redialRate(curve, call, at),
      0,
    );
    const movedOn = latest.movedOnAt !== null && latest.movedOnAt <= at ? OLD_NUMBER : 1;
    const byThem = last === undefined ? notTheirs * notTheOwner : Math.min(1, was + otherBrowser);
    return {
      visitorId,
      sessionId: latest.sessionId,
      source: latest.source,
      device: latest.device,
      traits: sessions.map((holder) => traitsOf(holder, at)),
      mayBe: movedOn * (visitorId === owner ? 1 : byThem),
      redials: movedOn * (last === undefined ? fromOthers : again * (1 - OTHER_BROWSER) * was),
    };
  });
  const before = ofCaller.find((call) => call.number === number);
  return {
    cell: weekCellOf(at),
    suspects,
    earlier: known.earlier,
    unseenRedials: again * (before ? unseenIn(before) : 0),
    stranger: { mayBe: byStranger, redials: again * (before?.stranger ?? 0) },
  };
}

/** The visitor whose phone it is as they said, if they are one of those in question. */
function ownerOf({ givenBy, holders }: Known): string | null {
  return holders.some(({ visitorId }) => visitorId === givenBy) ? givenBy : null;
}

type Sessions = readonly [latest: Holder, ...older: Holder[]];

/** In the order of their ids, so that nothing hangs on how they became known. */
function byVisitor(holders: readonly Holder[], at: EpochMs): [visitorId: string, Sessions][] {
  const found = new Map<string, [Holder, ...Holder[]]>();
  const latestFirst = holders.toSorted(
    (a, b) =>
      // Clocks disagree a little: one that began just after the call counts where there is no other.
      Number(a.startedAt > at) - Number(b.startedAt > at) ||
      b.lastSeenAt - a.lastSeenAt ||
      b.startedAt - a.startedAt ||
      compare(b.sessionId, a.sessionId),
  );
  for (const holder of latestFirst) {
    const theirs = found.get(holder.visitorId);
    if (theirs) theirs.push(holder);
    else found.set(holder.visitorId, [holder]);
  }
  return [...found].sort(([a], [b]) => compare(a, b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How likely each visitor was behind the caller's earlier calls. @param calls latest first. */
function whoWasBehind(calls: readonly EarlierCall[]): ReadonlyMap<string, number> {
  const behind = new Map<string, number>();
  let left = 1;
  for (const [index, { suspects }] of calls.entries()) {
    const share = index === calls.length - 1 ? left : left * FADING;
    left -= share;
    for (const { visitorId, probability } of suspects) {
      behind.set(visitorId, (behind.get(visitorId) ?? 0) + share * probability);
    }
  }
  return behind;
}

/** How likely a call was of a visitor who is not named. */
function unseenIn({ suspects, stranger }: EarlierCall): number {
  return Math.max(
    0,
    suspects.reduce((left, { probability }) => left - probability, 1 - stranger),
  );
}

/** A visitor's call, as likely as it was theirs. */
type TheirCall = Pick<Rung, 'at' | 'caller'> & { readonly probability: number };

function callsByVisitor(calls: readonly EarlierCall[]): ReadonlyMap<string, readonly TheirCall[]> {
  const found = new Map<string, TheirCall[]>();
  for (const { at, caller, suspects } of calls) {
    for (const { visitorId, probability } of suspects) {
      const theirs = found.get(visitorId) ?? [];
      found.set(visitorId, theirs);
      theirs.push({ at, caller, probability });
    }
  }
  return found;
}

/** How likely two calls of which not both show their caller are of one phone; calls of two callers are not. */
function samePhone({ caller }: Rung, other: TheirCall): number {
  if (caller === null && other.caller === null) return 1;
  return caller === null || other.caller === null ? CHANGED_MIND : 0;
}

/** How likely it is that a call was theirs, and from another phone. */
function otherPhone(rung: Rung, call: TheirCall): number {
  return call.probability * (1 - samePhone(rung, call));
}

function redialRate({ redial }: Curve, before: Pick<Rung, 'at'>, at: EpochMs): number {
  return redial[binOf(at - before.at)] as number;
}
