import type { Business } from './businesses.ts';
import { exponential, logNormal, type Random } from './random.ts';
import type { TraceEvent } from './trace-event.ts';

export type TraceOptions = {
  readonly business: Business;
  readonly visitsPerHour: number;
  readonly days: number;
  /** Share of visits that lead to a call, 0 to 1. */
  readonly callShare: number;
  /** Share of callers who ring again. */
  readonly repeatShare: number;
  /** Share of phones that withhold their number. */
  readonly withheldShare: number;
  /** Share of visitors who come back. */
  readonly returnShare: number;
  readonly taps: boolean;
  readonly callerIds: boolean;
};

/** Where visitors come from; shares add up to one. */
const SOURCES: readonly (readonly [source: string, share: number, calls: number])[] = [
  ['google / cpc', 0.35, 1.5],
  ['google / organic', 0.3, 0.8],
  ['(direct) / (none)', 0.15, 1],
  ['facebook / paid', 0.12, 0.3],
  ['newsletter / email', 0.08, 0.6],
];

const HOUR = 3_600;
const DAY = 24 * HOUR;
/** A visible page gives a sign of life as often. */
const RENEW_EVERY = 120;

/** A made-up trace in the order of time. */
export function generateTrace(options: TraceOptions, random: Random): TraceEvent[] {
  const { business, visitsPerHour, days } = options;
  const end = days * DAY;
  const events: TraceEvent[] = [];
  let people = 0;
  let t = 0;
  // Thinned from the densest rush there is.
  const most = 26;
  for (;;) {
    t += exponential(random, HOUR / (visitsPerHour * most));
    if (t >= end) break;
    if (random() * most >= business.rush(t)) continue;
    addPerson(events, options, random, t, `v${people++}`);
  }
  const caused = events.filter(({ type }) => type === 'call').length;
  const visits = events.filter(({ type }) => type === 'visit');
  for (let i = 0; i < caused * business.passedOn; i++) {
    const of = visits[Math.floor(random() * visits.length)];
    if (!of) break;
    const at = openAt(business, random, of.t + logNormal(random, DAY / 2, 1.5));
    const caller = withheld(options, random) ? null : `p${i}`;
    events.push({ ...CALL, t: at, caller, number_of: of.visitor });
  }
  for (let i = 0; i < caused * business.wrong; i++) {
    const at = openAt(business, random, random() * end);
    const caller = withheld(options, random) ? null : `w${i}`;
    events.push({ ...CALL, t: at, caller, dial: random() });
  }
  return events
    .filter((event) => event.t < end)
    .map((event) => ({ ...event, t: Math.round(event.t * 100) / 100 }))
    .sort((a, b) => a.t - b.t);
}

const CALL: TraceEvent = {
  t: 0,
  type: 'call',
  visitor: null,
  source: null,
  caller: null,
  cause: null,
  number_of: null,
  dial: null,
};

function addPerson(
  events: TraceEvent[],
  options: TraceOptions,
  random: Random,
  first: number,
  visitor: string,
): void {
  const source = drawSource(random);
  const phone = withheld(options, random) ? null : `c${visitor}`;
  let at = first;
  for (;;) {
    addVisit(events, options, random, at, { visitor, source, phone });
    if (random() >= options.returnShare) return;
    at += HOUR + logNormal(random, DAY, 1.2);
  }
}

type Person = { readonly visitor: string; readonly source: string; readonly phone: string | null };

function addVisit(
  events: TraceEvent[],
  { business, callShare, taps, repeatShare }: TraceOptions,
  random: Random,
  start: number,
  { visitor, source, phone }: Person,
): void {
  const seen = { visitor, source, caller: null, cause: null, number_of: null, dial: null };
  const stay = business.stay(random);
  events.push({ ...seen, t: start, type: 'visit' });
  if (stay > 45 && random() < 0.5) {
    events.push({ ...seen, t: start + stay * random(), type: 'visit' });
  }
  for (let t = RENEW_EVERY; t < stay; t += RENEW_EVERY) {
    events.push({ ...seen, t: start + t, type: 'renew' });
  }
  if (random() < 0.85) events.push({ ...seen, t: start + stay, type: 'leave' });
  if (random() >= callShare * callsOf(source)) return;
  const delay = business.delay(random, stay);
  const call = openAt(business, random, start + delay);
  if (taps && call < start + stay && random() < business.tapShare) {
    events.push({ ...seen, t: Math.max(start, call - 1 - exponential(random, 4)), type: 'tap' });
  }
  events.push({ ...CALL, t: call, caller: phone, cause: visitor });
  if (random() >= repeatShare) return;
  const pause = random() < 0.5 ? logNormal(random, 300, 1) : logNormal(random, DAY, 1);
  const again = openAt(business, random, call + pause);
  events.push({ ...CALL, t: again, caller: phone, cause: visitor });
}

function withheld({ callerIds, withheldShare }: TraceOptions, random: Random): boolean {
  return !callerIds || random() < withheldShare;
}

function callsOf(source: string): number {
  return SOURCES.find(([name]) => name === source)?.[2] ?? 1;
}

function drawSource(random: Random): string {
  let chance = random();
  for (const [source, share] of SOURCES) {
    if (chance < share) return source;
    chance -= share;
  }
  return SOURCES[0]?.[0] ?? '';
}

/** When somebody calls who wants to at a time: then, or soon after it opens. */
function openAt({ open }: Business, random: Random, wanted: number): number {
  if (open === null) return wanted;
  const [from, to] = open;
  const hour = (wanted % DAY) / HOUR;
  if (hour >= from && hour < to) return wanted;
  const midnight = Math.floor(wanted / DAY) * DAY + (hour >= to ? DAY : 0);
  return midnight + from * HOUR + exponential(random, 1_500);
}
