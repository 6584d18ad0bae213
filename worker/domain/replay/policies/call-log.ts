import type { Evidence } from '../../matching/evidence.ts';
import type { Experience } from '../../matching/experience.ts';
import type { EarlierCall, Rung } from '../../matching/gather-evidence.ts';
import type { Verdict } from '../../matching/verdict.ts';
import type { EpochMs } from '../../time.ts';

/** A curve is learned from as many of the latest calls. */
const MOST_LEARNED = 2_000;
/** As many calls of others to a number are looked at. */
const MOST_OF_OTHERS = 200;
/** Whoever is less likely to be behind a call is not remembered for it. */
const LIKELY_ENOUGH = 0.005;

type Learned = { readonly at: EpochMs; readonly evidence: Evidence };
type Redial = { readonly at: EpochMs; readonly gap: number | null; readonly caller: string };

/** The calls so far, and what was made of them. */
export class CallLog {
  readonly #byCaller = new Map<string, readonly EarlierCall[]>();
  readonly #byNumber = new Map<string, EarlierCall[]>();
  readonly #redials: Redial[] = [];
  #learned: Learned[] = [];
  #count = 0;
  #first = 0;

  get count(): number {
    return this.#count;
  }

  /** Calls of those who had not called before. */
  get firstCalls(): number {
    return this.#first;
  }

  /** Latest first. */
  ofCaller(caller: string | null): readonly EarlierCall[] {
    return caller === null ? [] : (this.#byCaller.get(caller) ?? []);
  }

  /** The latest calls of others to the number since then. */
  ofOthers({ number, caller }: Rung, since: EpochMs): readonly EarlierCall[] {
    const found: EarlierCall[] = [];
    const all = this.#byNumber.get(number) ?? [];
    for (let index = all.length - 1; index >= 0 && found.length < MOST_OF_OTHERS; index--) {
      const call = all[index];
      if (call === undefined || call.at < since) break;
      if (caller === null || call.caller !== caller) found.push(call);
    }
    return found;
  }

  add(rung: Rung, evidence: Evidence, { candidates, stranger }: Verdict): void {
    const { at, number, caller } = rung;
    const before = this.ofCaller(caller);
    const suspects = candidates.filter(({ probability }) => probability > LIKELY_ENOUGH);
    const call: EarlierCall = { ...rung, suspects, stranger };
    this.#count += 1;
    if (before.length === 0) this.#first += 1;
    if (caller !== null) {
      this.#redials.push({ at, gap: before[0] ? at - before[0].at : null, caller });
      this.#byCaller.set(caller, [call, ...before]);
    }
    const onNumber = this.#byNumber.get(number);
    if (onNumber) onNumber.push(call);
    else this.#byNumber.set(number, [call]);
    this.#learned.push({ at, evidence });
    if (this.#learned.length >= 2 * MOST_LEARNED)
      this.#learned = this.#learned.slice(-MOST_LEARNED);
  }

  /** The calls to learn from, and since when they are all there were; undefined: since ever. */
  toLearnFrom(): { readonly calls: readonly Evidence[]; readonly from: EpochMs | undefined } {
    const latest = this.#learned.slice(-MOST_LEARNED);
    return {
      calls: latest.map(({ evidence }) => evidence),
      from: latest.length < this.#count ? latest[0]?.at : undefined,
    };
  }

  redials(now: EpochMs): Experience['redials'] {
    const lastOf = new Map(this.#redials.map(({ caller, at }) => [caller, at]));
    return {
      after: this.#redials.flatMap(({ gap }) => gap ?? []),
      notYet: [...lastOf.values()].map((at) => now - at),
    };
  }
}
