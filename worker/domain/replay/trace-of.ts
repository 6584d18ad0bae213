import { Heap } from '../leases/heap.ts';
import { DAY, type EpochMs, MINUTE, SECOND } from '../time.ts';
import { callEvent, type TraceEvent, visitorEvent } from './trace-event.ts';

/** A session as far as a trace tells of it. */
export type TracedSession = {
  readonly visitorId: string;
  readonly source: string;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  /** Of a pool, shown from the start on; null where none was. */
  readonly number: string | null;
  /** Of its journey, the pages and the taps; other entries may be among them. */
  readonly journey: readonly { readonly at: EpochMs; readonly type: string }[];
};

/** A number that was shown later in a session, or beside the first. */
export type TracedLease = {
  readonly number: string;
  readonly visitorId: string;
  readonly startedAt: EpochMs;
};

export type TracedCall = {
  readonly startedAt: EpochMs;
  readonly number: string;
  /** What the caller is known by; null where the number was withheld. */
  readonly caller: string | null;
  /** Who called, a visitor, or null for nobody who had visited. Missing where that is not known. */
  readonly cause?: string | null;
};

/** What is known of a site, each in the order of its start. */
export type Recorded = {
  readonly sessions: AsyncIterable<TracedSession>;
  readonly leases: AsyncIterable<TracedLease>;
  readonly calls: AsyncIterable<TracedCall>;
  /** The numbers of its pools in their order. */
  readonly numbers: readonly string[];
};

/**
 * Only the last sign of life is kept: until then a page is taken to have given one as often as pages do. Else a replay
 * would take numbers away from those who read on.
 */
const RENEW_EVERY = 2 * MINUTE;

/**
 * What is known of a real site as a trace, so that its owner sees what other settings would have done. Only what goes on
 * at one time is in memory. A call of which it is not known who made it dials whatever its number's last visitor
 * before it is shown.
 *
 * @param mondayAt a Monday, 00:00 of the site's local time, at or before all that was recorded.
 */
export async function* traceOf(
  { sessions, leases, calls, numbers }: Recorded,
  mondayAt: EpochMs,
): AsyncGenerator<TraceEvent> {
  const seconds = (at: EpochMs) => Math.round((at - mondayAt) / (SECOND / 100)) / 100;
  const ahead = new Heap<TraceEvent>();
  const lastVisitor = new Map<string, string>();
  for await (const next of inOrder(inOrder(sessions, leases), calls)) {
    // What a visitor did at the time of a call comes before it.
    yield* upTo(ahead, next.startedAt);
    if ('caller' in next) {
      const { startedAt, caller, number, cause } = next;
      const whose = cause ?? lastVisitor.get(number) ?? null;
      yield callEvent({
        t: seconds(startedAt),
        caller,
        cause: cause ?? null,
        number_of: cause ? null : whose,
        dial: whose === null ? dialOf(numbers, number) : null,
        ...(cause === undefined ? { known: false } : {}),
      });
    } else {
      if (next.number !== null) lastVisitor.set(next.number, next.visitorId);
      if (!('journey' in next)) continue;
      const { visitorId: visitor, source } = next;
      for (const { at, type } of signsOf(next)) {
        ahead.push(at, visitorEvent({ t: seconds(at), type, visitor, source }));
      }
      yield* upTo(ahead, next.startedAt);
    }
  }
  yield* upTo(ahead, Number.POSITIVE_INFINITY);
}

type Sign = { readonly at: EpochMs; readonly type: 'visit' | 'renew' | 'tap' | 'leave' };

const KIND_OF: Readonly<Record<string, Sign['type']>> = { page: 'visit', tap: 'tap' };

/** A session begins with a page, whether or not its journey still has it. */
function signsOf({ startedAt, lastSeenAt, journey }: TracedSession): Sign[] {
  const told = journey.flatMap(({ at, type }) => {
    const kind = KIND_OF[type];
    return kind && at > startedAt ? [{ at, type: kind }] : [];
  });
  const end = told.reduce((latest, { at }) => Math.max(latest, at), lastSeenAt);
  const renewals = Math.max(0, Math.ceil((end - startedAt) / RENEW_EVERY) - 1);
  const renewed = Array.from(
    { length: renewals },
    (_, index): Sign => ({ at: startedAt + (index + 1) * RENEW_EVERY, type: 'renew' }),
  );
  // After whatever else was in the same moment.
  const leaves: Sign = { at: end + 0.5, type: 'leave' };
  return [{ at: startedAt, type: 'visit' }, ...told, ...renewed, leaves];
}

function* upTo(ahead: Heap<TraceEvent>, at: EpochMs): Generator<TraceEvent> {
  for (let first = ahead.peek(); first && first.key <= at; first = ahead.peek()) {
    ahead.pop();
    yield first.item;
  }
}

type Started = { readonly startedAt: EpochMs };

async function* inOrder<A extends Started, B extends Started>(
  some: AsyncIterable<A>,
  others: AsyncIterable<B>,
): AsyncGenerator<A | B> {
  const [one, other] = [some[Symbol.asyncIterator](), others[Symbol.asyncIterator]()];
  let [a, b] = [await one.next(), await other.next()];
  while (!a.done || !b.done) {
    if (!a.done && (b.done || a.value.startedAt <= b.value.startedAt)) {
      yield a.value;
      a = await one.next();
    } else if (!b.done) {
      yield b.value;
      b = await other.next();
    }
  }
}

/** Whatever the size of the pool that it is replayed on, the number at the same place. */
function dialOf(numbers: readonly string[], number: string): number {
  return (Math.max(0, numbers.indexOf(number)) + 0.5) / Math.max(1, numbers.length);
}

/** The last Monday, 00:00, at or before a time. @param offset of local time from UTC, in milliseconds. */
export function mondayBefore(at: EpochMs, offset: number): EpochMs {
  const MONDAY = 4 * DAY;
  const week = 7 * DAY;
  return Math.floor((at + offset - MONDAY) / week) * week + MONDAY - offset;
}
