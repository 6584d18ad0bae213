import type { Evidence } from '../../matching/evidence.ts';
import type { Experience } from '../../matching/experience.ts';
import type { EarlierCall, Rung } from '../../matching/gather-evidence.ts';
import { LEARNED_AT_LEAST, MOST_LEARNED } from '../../matching/should-learn.ts';
import type { Verdict } from '../../matching/verdict.ts';
import type { EpochMs } from '../../time.ts';

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
  /** The latest, or one of every so many of them. */
  #learned: Learned[] = [];
  #every = 1;
  /** The first calls are not among them any more. */
  #forgotten = false;
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
    if (this.#count % this.#every === 0) this.#learned.push({ at, evidence });
    if (this.#learned.length === 2 * MOST_LEARNED) this.#thin(at);
  }

  /** The calls to learn from, and since when, each of them one of so many; undefined: since ever. */
  toLearnFrom(): {
    readonly calls: readonly Evidence[];
    readonly from: EpochMs | undefined;
    readonly every: number;
  } {
    const from = this.#forgotten ? this.#learned[0]?.at : undefined;
    const step = Math.ceil(this.#learned.length / MOST_LEARNED);
    const calls = this.#learned.filter((_, index) => index % step === 0);
    return { calls: calls.map(({ evidence }) => evidence), from, every: this.#every * step };
  }

  /** Forgets calls that are both old and not among the latest; where there are none, every other one. */
  #thin(now: EpochMs): void {
    const recent = this.#learned.findIndex(({ at }) => at >= now - LEARNED_AT_LEAST);
    const kept = this.#learned.slice(Math.min(recent, MOST_LEARNED));
    if (kept.length < this.#learned.length) this.#forgotten = true;
    if (kept.length > MOST_LEARNED) this.#every *= 2;
    this.#learned = kept.length > MOST_LEARNED ? kept.filter((_, index) => index % 2 === 0) : kept;
  }

  redials(now: EpochMs): Experience['redials'] {
    const lastOf = new Map(this.#redials.map(({ caller, at }) => [caller, at]));
    return {
      after: this.#redials.flatMap(({ gap }) => gap ?? []),
      notYet: [...lastOf.values()].map((at) => now - at),
    };
  }
}
