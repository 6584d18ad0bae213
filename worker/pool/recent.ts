import { type EpochMs, MINUTE } from '../domain/time.ts';

/** What is sent twice, by a retry or by somebody who means ill, is so within moments. */
export const RECENT = 10 * MINUTE;
/** In a rush only the latest are remembered: a retry comes soon. */
const MOST = 50_000;

/** What became of what came in within the last minutes, by a random id: page views, signed requests. */
export class Recent<T> {
  readonly #known = new Map<string, { readonly at: EpochMs; readonly value: T }>();

  get(id: string, now: EpochMs): T | undefined {
    const known = this.#known.get(id);
    return known && now - known.at < RECENT ? known.value : undefined;
  }

  set(id: string, value: T, now: EpochMs): void {
    this.#known.set(id, { at: now, value });
    for (const [oldest, { at }] of this.#known) {
      if (this.#known.size <= MOST && now - at < RECENT) break;
      this.#known.delete(oldest);
    }
  }
}
