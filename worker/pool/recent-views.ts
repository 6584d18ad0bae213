import { type EpochMs, MINUTE } from '../domain/time.ts';

/** A page view is repeated by a retry, within moments. */
export const VIEW_MEMORY = 10 * MINUTE;
/** In a rush only the latest are remembered: a retry comes soon. */
const MOST_VIEWS = 50_000;

/** What became of the page views of the last minutes, by their random id. */
export class RecentViews<T> {
  readonly #views = new Map<string, { readonly at: EpochMs; readonly value: T }>();

  get(view: string, now: EpochMs): T | undefined {
    const known = this.#views.get(view);
    return known && now - known.at < VIEW_MEMORY ? known.value : undefined;
  }

  set(view: string, value: T, now: EpochMs): void {
    this.#views.set(view, { at: now, value });
    for (const [oldest, { at }] of this.#views) {
      if (this.#views.size <= MOST_VIEWS && now - at < VIEW_MEMORY) break;
      this.#views.delete(oldest);
    }
  }
}
