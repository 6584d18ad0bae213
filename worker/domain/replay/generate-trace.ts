import { Heap } from '../leases/heap.ts';
import { type Business, MOST_RUSH, whenOpen } from './businesses.ts';
import { exponential, logNormal, type Random } from './random.ts';
import { callEvent, type TraceEvent, visitorEvent } from './trace-event.ts';
import { drawSource, type VisitSource } from './visit-sources.ts';

export type TraceOptions = {
  readonly business: Business;
  readonly visitsPerHour: number;
  readonly days: number;
  /** Shares, from 0 to 1: of the visits, those that lead to a call. */
  readonly callShare: number;
  /** Of the callers, those who ring again. */
  readonly repeatShare: number;
  /** Of the phones, those that withhold their number. */
  readonly withheldShare: number;
  /** Of the visitors, those who come back, each time. */
  readonly returnShare: number;
  /** Calls by people to whom a number was passed on, and by those who dialled a wrong one, for each call of a visitor. */
  readonly passedOnShare: number;
  readonly wrongShare: number;
  /** Whether pages tell of taps, and providers of callers. */
  readonly taps: boolean;
  readonly callerIds: boolean;
};

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** A visible page gives a sign of life as often. */
const RENEW_EVERY = 120;
const SECOND_PAGE = 0.5;
const SAYS_GOODBYE = 0.85;

/**
 * A made-up trace, event by event in the order of time: never as a whole, for it may be long. The same
 * options and chances give the same trace.
 */
export function* generateTrace(options: TraceOptions, random: Random): Generator<TraceEvent> {
  const { business, visitsPerHour, days } = options;
  const end = days * DAY;
  const ahead = new Heap<TraceEvent>();
  let people = 0;
  // As in the densest rush; at other times most are not taken.
  const pause = HOUR / (visitsPerHour * MOST_RUSH);
  for (let now = exponential(random, pause); now < end; now += exponential(random, pause)) {
    yield* before(ahead, now);
    if (random() * MOST_RUSH >= business.rush(now)) continue;
    for (const event of person(options, random, now, people++)) ahead.push(event.t, event);
  }
  yield* before(ahead, end);
}

function* before(ahead: Heap<TraceEvent>, time: number): Generator<TraceEvent> {
  for (let next = ahead.peek(); next && next.key < time; next = ahead.peek()) {
    yield { ...next.item, t: Math.floor(next.key * 100) / 100 };
    ahead.pop();
  }
}

type Person = {
  readonly visitor: string;
  readonly source: VisitSource;
  /** Null where it is withheld. */
  readonly phone: string | null;
};

/** All that comes of a first visit, in any order. */
function* person(
  options: TraceOptions,
  random: Random,
  first: number,
  count: number,
): Generator<TraceEvent> {
  const phone = phoneOf(options, random, `c${count}`);
  const someone: Person = { visitor: `v${count}`, source: drawSource(random), phone };
  let at = first;
  do {
    yield* visit(options, random, at, someone);
    at += HOUR + logNormal(random, DAY, 1.2);
  } while (random() < options.returnShare);
  yield* byOthers(options, random, first, someone.visitor);
}

function* visit(
  options: TraceOptions,
  random: Random,
  start: number,
  { visitor, source, phone }: Person,
): Generator<TraceEvent> {
  const { business, callShare, taps, repeatShare } = options;
  const does = (type: 'visit' | 'renew' | 'tap' | 'leave', t: number) =>
    visitorEvent({ t, type, visitor, source: source.name });
  const stay = business.stay(random);
  yield does('visit', start);
  if (random() < SECOND_PAGE) yield does('visit', start + stay * random());
  for (let t = RENEW_EVERY; t < stay; t += RENEW_EVERY) yield does('renew', start + t);
  if (random() < SAYS_GOODBYE) yield does('leave', start + stay);
  if (random() >= callShare * source.calls) return;

  const call = whenOpen(business, random, start + business.delay(random, stay));
  if (taps && call < start + stay && random() < business.tapShare) {
    yield does('tap', Math.max((start + call) / 2, call - 1 - exponential(random, 4)));
  }
  yield callEvent({ t: call, caller: phone, cause: visitor });
  if (random() >= repeatShare) return;
  const pause = random() < 0.5 ? logNormal(random, 5 * 60, 1) : logNormal(random, DAY, 1);
  yield callEvent({
    t: whenOpen(business, random, call + pause),
    caller: phone,
    cause: visitor,
  });
}

/** Calls that no visit caused, as many for a visitor as there are on average. */
function* byOthers(
  options: TraceOptions,
  random: Random,
  seen: number,
  visitor: string,
): Generator<TraceEvent> {
  const { business, callShare, repeatShare, returnShare, passedOnShare, wrongShare } = options;
  const calls = (callShare * (1 + repeatShare)) / (1 - returnShare);
  if (random() < calls * passedOnShare) {
    const t = whenOpen(business, random, seen + logNormal(random, DAY / 2, 1.5));
    yield callEvent({ t, caller: phoneOf(options, random, `f${visitor}`), number_of: visitor });
  }
  if (random() < calls * wrongShare) {
    const t = whenOpen(business, random, seen + DAY * random());
    yield callEvent({ t, caller: phoneOf(options, random, `w${visitor}`), dial: random() });
  }
}

function phoneOf(
  { callerIds, withheldShare }: TraceOptions,
  random: Random,
  phone: string,
): string | null {
  return callerIds && random() >= withheldShare ? phone : null;
}
