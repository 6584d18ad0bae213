import { type Clock, type EpochMs, SECOND } from './domain/time.ts';

/** How often a pool is told of one provider: whoever asks by the thousand is to cost it next to nothing. */
const TELL_EVERY = 10 * SECOND;
/** Sites and providers that are remembered; beyond, the oldest are forgotten. */
const MOST = 1_000;

/** Counts requests that were refused for their signature, in this isolate's memory. */
export class RefusedSignatures {
  readonly #clock: Clock;
  readonly #counted = new Map<string, { count: number; toldAt: EpochMs }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Counts one more; how many there are to be told of now, 0 for none yet. */
  add(siteId: string, provider: string): number {
    const now = this.#clock.now();
    const name = `${siteId} ${provider}`;
    const known = this.#counted.get(name) ?? { count: 0, toldAt: 0 };
    this.#counted.delete(name);
    const count = known.count + 1;
    const due = now - known.toldAt >= TELL_EVERY;
    this.#counted.set(name, due ? { count: 0, toldAt: now } : { count, toldAt: known.toldAt });
    const [oldest] = this.#counted.keys();
    if (this.#counted.size > MOST && oldest !== undefined) this.#counted.delete(oldest);
    return due ? count : 0;
  }
}
