import { NO_PLACE } from '../domain/ids.ts';

/**
 * The place of every number that ever was in this shard: a small number that goes into the ids of what is
 * kept under it, so that an id alone leads to its row. A number keeps its place for good.
 */
export class Places {
  readonly #sql: SqlStorage;
  #byNumber: Map<string, number> | undefined;
  #byPlace = new Map<number, string>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** From 1 on; undefined for a number that has none. */
  of(number: string): number | undefined {
    const place = this.#known().get(number);
    return place === undefined || place >= NO_PLACE ? undefined : place;
  }

  numberAt(place: number): string | undefined {
    this.#known();
    return this.#byPlace.get(place);
  }

  /** Numbers were added, or that was undone. */
  reread(): void {
    this.#byNumber = undefined;
  }

  #known(): ReadonlyMap<string, number> {
    if (this.#byNumber) return this.#byNumber;
    const rows = this.#sql
      .exec<{ number: string; place: number }>('SELECT number, place FROM numbers')
      .toArray();
    this.#byPlace = new Map(rows.map(({ number, place }) => [place, number]));
    this.#byNumber = new Map(rows.map(({ number, place }) => [number, place]));
    return this.#byNumber;
  }
}
