import { earlierVisitors, type VisitHour } from '../../matching/earlier-visitors.ts';
import { type Exposure, exposureOf } from '../../matching/exposure.ts';
import type { EarlierCall, Known, Rung } from '../../matching/gather-evidence.ts';
import { type Holder, MOST_HOLDERS_LOOKED_AT, MOST_HOLDERS_READ } from '../../matching/holder.ts';
import { LONGEST } from '../../matching/log-bins.ts';
import { type EpochMs, HOUR, MINUTE } from '../../time.ts';
import type { Sign } from '../policy.ts';

const MOMENTS_AGO = 5 * MINUTE;
/** As many visits stand for all of them when the time in which nobody called is counted. */
const MOST_SAMPLED = 5_000;

type Kept = { -readonly [Key in keyof Holder]: Holder[Key] } & { readonly number: string };

/** Who was shown which number, and when. */
export class HolderLog {
  /** In the order of their beginning. */
  readonly #all: Kept[] = [];
  readonly #byNumber = new Map<string, Kept[]>();
  /** The latest of each visitor. */
  readonly #byVisitor = new Map<string, Kept>();
  readonly #hours: VisitHour[] = [];
  #movedOn = 0;

  begin(number: string, of: Pick<Holder, 'sessionId' | 'visitorId' | 'source'>, at: EpochMs): void {
    const former = this.#byVisitor.get(of.visitorId);
    if (former && former.number !== number) {
      former.movedOnAt = at;
      this.#movedOn += 1;
    }
    const { sessionId, visitorId, source } = of;
    const times = { startedAt: at, lastSeenAt: at, left: false, tappedAt: null, movedOnAt: null };
    // A trace does not say on what.
    const holder: Kept = { number, sessionId, visitorId, source, device: null, ...times };
    this.#all.push(holder);
    this.#byVisitor.set(visitorId, holder);
    const onNumber = this.#byNumber.get(number);
    if (onNumber) onNumber.push(holder);
    else this.#byNumber.set(number, [holder]);
    this.#countVisit(at);
  }

  seen({ visitorId, at, type }: Pick<Sign, 'visitorId' | 'at'> & { type: Sign['type'] | 'view' }) {
    const holder = this.#byVisitor.get(visitorId);
    if (holder === undefined) return;
    holder.lastSeenAt = at;
    holder.left = type === 'leave';
    if (type === 'tap') holder.tappedAt = at;
  }

  /** @param ofCaller what the caller's earlier calls were owed to: those who still have the number are looked at too. */
  holdersAt(
    { number, at }: Rung,
    ofCaller: readonly EarlierCall[],
  ): Pick<Known, 'holders' | 'earlier'> {
    const all = this.#byNumber.get(number) ?? [];
    const latest = all.slice(-MOST_HOLDERS_LOOKED_AT);
    const since = latest[0]?.startedAt ?? at;
    const holders = new Set<Holder>(latest.toReversed());
    const crowd = all.slice(-MOST_HOLDERS_READ, -MOST_HOLDERS_LOOKED_AT);
    for (const holder of crowd) if (at - holder.lastSeenAt < MOMENTS_AGO) holders.add(holder);
    const before = (all.length - holders.size) * this.#stayingShare();
    for (const { suspects } of ofCaller) {
      for (const { visitorId } of suspects) {
        const theirs = this.#byVisitor.get(visitorId);
        if (theirs?.number === number) holders.add(theirs);
      }
    }
    return {
      holders: [...holders],
      earlier: before > 0 && at > since ? earlierVisitors(this.#hours, at, since, before) : null,
    };
  }

  /** When the first visitor came. */
  get beganAt(): EpochMs | undefined {
    return this.#all[0]?.startedAt;
  }

  /** Visits that may still have led to a call after `from`. */
  since(from: EpochMs): readonly Holder[] {
    const first = this.#all.findIndex(({ startedAt }) => startedAt >= from - LONGEST);
    return first < 0 ? [] : this.#all.slice(first);
  }

  /** Visitors who have moved on to another number hardly call the old one. */
  #stayingShare(): number {
    return 1 - this.#movedOn / Math.max(1, this.#all.length);
  }

  #countVisit(at: EpochMs): void {
    const startedAt = Math.floor(at / HOUR) * HOUR;
    const last = this.#hours.at(-1);
    if (last?.startedAt === startedAt)
      this.#hours.splice(-1, 1, { startedAt, visits: last.visits + 1 });
    else this.#hours.push({ startedAt, visits: 1 });
  }
}

/** The time in which these visitors might have called, or one part of so many of it. A sample stands for many. */
export function exposureOfMany(
  visits: readonly Holder[],
  from: EpochMs,
  now: EpochMs,
  parts: number,
): Exposure {
  const step = Math.max(1, Math.ceil(visits.length / MOST_SAMPLED));
  const sample = visits.filter((_, at) => at % step === 0);
  return exposureOf(sample, from, now, visits.length / Math.max(1, sample.length) / parts);
}
