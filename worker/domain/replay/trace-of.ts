import { DAY, type EpochMs, MINUTE, SECOND } from '../time.ts';
import { callEvent, type TraceEvent, visitorEvent } from './trace-event.ts';

/** A session as far as a trace tells of it. */
export type TracedSession = {
  readonly visitorId: string;
  readonly source: string;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  /** Of its journey, the pages and the taps; other entries may be among them. */
  readonly journey: readonly { readonly at: EpochMs; readonly type: string }[];
};

type TracedLease = {
  readonly number: string;
  readonly visitorId: string;
  readonly startedAt: EpochMs;
};

type TracedCall = {
  readonly startedAt: EpochMs;
  readonly number: string;
  /** What the caller is known by; null where the number was withheld. */
  readonly caller: string | null;
  /** What the owner said of who called: a visitor, or null for nobody who had visited. Missing where nothing was said. */
  readonly cause?: string | null;
};

export type Recorded = {
  readonly sessions: readonly TracedSession[];
  readonly leases: readonly TracedLease[];
  readonly calls: readonly TracedCall[];
  /** The pool's numbers in their order, removed ones included. */
  readonly numbers: readonly string[];
};

/** Only the last sign of life is kept: until then a page is taken to have given one as often as pages do. */
const RENEW_EVERY = 2 * MINUTE;

/**
 * What is known of a real site as a trace, so that its owner sees what other settings would have done.
 * Names of visitors and callers are left out: they are counted through. A call of which nobody said who made
 * it is not `known`, and dials whatever its number's last visitor before it is shown.
 *
 * @param mondayAt a Monday, 00:00 of the site's local time, at or before all that was recorded.
 */
export function traceOf(recorded: Recorded, mondayAt: EpochMs): TraceEvent[] {
  const visitor = namer('v');
  const caller = namer('c');
  const seconds = (at: EpochMs) => Math.round((at - mondayAt) / (SECOND / 100)) / 100;
  const numberOf = lastVisitorOf(recorded.leases);
  const visits = recorded.sessions.flatMap((session) =>
    signsOf(session).map(({ at, type }) =>
      visitorEvent({ t: seconds(at), type, visitor: session.visitorId, source: session.source }),
    ),
  );
  const calls = recorded.calls.map((call) => {
    const { cause, number, startedAt } = call;
    const known = cause !== undefined;
    const whose = cause ?? numberOf(number, startedAt);
    return callEvent({
      t: seconds(startedAt),
      caller: call.caller,
      cause: cause ?? null,
      number_of: cause ? null : whose,
      dial: whose === null ? dialOf(recorded.numbers, number) : null,
      ...(known ? {} : { known }),
    });
  });
  // Stable: what a visitor did at the time of a call comes before it.
  return [...visits, ...calls]
    .sort((a, b) => a.t - b.t)
    .map((event) => ({
      ...event,
      visitor: visitor(event.visitor),
      caller: caller(event.caller),
      cause: visitor(event.cause),
      number_of: visitor(event.number_of),
    }));
}

type Kind = 'visit' | 'renew' | 'tap';
type Seen = { readonly at: EpochMs; readonly type: Kind };

const KIND_OF: Readonly<Record<string, Kind>> = { page: 'visit', tap: 'tap' };

/** In the order of time. A session begins with a page, whether or not its journey still has it. */
function signsOf({ startedAt, lastSeenAt, journey }: TracedSession): Seen[] {
  const told = journey.flatMap(({ at, type }) => {
    const kind = KIND_OF[type];
    return kind && at > startedAt ? [{ at, type: kind }] : [];
  });
  const steps = Math.floor((lastSeenAt - startedAt) / RENEW_EVERY);
  const between = Array.from({ length: steps }, (_, step) => startedAt + (step + 1) * RENEW_EVERY);
  const renewed = [...between, lastSeenAt]
    .filter((at, index, all) => at > startedAt && at !== all[index - 1])
    .map((at): Seen => ({ at, type: 'renew' }));
  const begins: Seen = { at: startedAt, type: 'visit' };
  return [begins, ...told, ...renewed].sort((a, b) => a.at - b.at);
}

/** Who had the number last before a time; null where nobody had. */
function lastVisitorOf(leases: readonly TracedLease[]) {
  const byNumber = Map.groupBy(
    leases.toSorted((a, b) => b.startedAt - a.startedAt),
    ({ number }) => number,
  );
  return (number: string, at: EpochMs): string | null =>
    byNumber.get(number)?.find(({ startedAt }) => startedAt <= at)?.visitorId ?? null;
}

/** Whatever the size of the pool that it is replayed on, the number at the same place. */
function dialOf(numbers: readonly string[], number: string): number {
  return (Math.max(0, numbers.indexOf(number)) + 0.5) / Math.max(1, numbers.length);
}

/** The first is 1, the next one 2. */
function namer(letter: string): (id: string | null) => string | null {
  const names = new Map<string, string>();
  return (id) => {
    if (id === null) return null;
    const name = names.get(id) ?? `${letter}${names.size + 1}`;
    names.set(id, name);
    return name;
  };
}

/** The last Monday, 00:00, at or before a time. @param offset of local time from UTC, in milliseconds. */
export function mondayBefore(at: EpochMs, offset: number): EpochMs {
  const MONDAY = 4 * DAY;
  const week = 7 * DAY;
  return Math.floor((at + offset - MONDAY) / week) * week + MONDAY - offset;
}
