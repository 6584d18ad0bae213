import type { PoolDefinition, StaticSource } from '../domain/site-snapshot.ts';
import type { EpochMs } from '../domain/time.ts';
import type { EventType } from '../domain/webhooks/event-types.ts';
import type { Inventory } from './messages.ts';
import type { Meta } from './meta.ts';
import { Places } from './places.ts';

type Settings = Omit<PoolDefinition, 'numbers'>;

export type KnownNumber = {
  readonly number: string;
  /** Null once removed; it still forwards and matches, and is not leased. */
  readonly pool: string | null;
  readonly removedAt: EpochMs | null;
  /** The shard that has its earlier leases. */
  readonly formerShard: number | null;
  /** That shard has not let go of it yet. */
  readonly arriving: boolean;
  /** When it did last; null where it never came from another. */
  readonly arrivedAt: EpochMs | null;
  /** Another shard leases it now. */
  readonly released: boolean;
};

type NumberRow = {
  number: string;
  pool: string | null;
  removed_at: number | null;
  former_shard: number | null;
  arriving: number;
  arrived_at: number | null;
  released: number;
};

/** The place of each number that is new here, as they come out of `json_each`. */
const NEXT_PLACE = '(SELECT ifnull(max(place), 0) FROM numbers) + row_number() OVER (ORDER BY key)';

/** What the shard may lease, in the object's own tables. */
export class InventoryStore {
  readonly #sql: SqlStorage;
  readonly #meta: Meta;
  readonly places: Places;

  /** Asked on every visit or call, so remembered. */
  #hasArriving: boolean | undefined;
  #hasMoved: boolean | undefined;
  #sources: Record<string, StaticSource> | undefined;

  constructor(sql: SqlStorage, meta: Meta) {
    this.#sql = sql;
    this.#meta = meta;
    this.places = new Places(sql);
  }

  /** The version applied last; 0 before the first. */
  version(): number {
    return Number(this.#meta.get('inventory') ?? 0);
  }

  /** The site is gone: no inventory is taken any more. */
  isErased(): boolean {
    return this.#meta.get('erased') !== undefined;
  }

  markErased(): void {
    this.#meta.set('erased', '1');
  }

  /** Something was written, or undone: what is remembered may be wrong. */
  reread(): void {
    this.#hasArriving = undefined;
    this.#hasMoved = undefined;
    this.#sources = undefined;
    this.places.reread();
  }

  /** Empty before the first inventory, when there is nothing to say of a site either. */
  siteId(): string {
    return this.#meta.get('site') ?? '';
  }

  shard(): number {
    return Number(this.#meta.get('shard') ?? 0);
  }

  quarantineDays(): number {
    return Number(this.#meta.get('quarantine') ?? 30);
  }

  wantedEvents(): readonly EventType[] {
    return JSON.parse(this.#meta.get('wanted') ?? '[]');
  }

  /** The pools with the numbers that may be leased now. */
  pools(): PoolDefinition[] {
    const pools: Settings[] = JSON.parse(this.#meta.get('pools') ?? '[]');
    const byPool = Map.groupBy(
      this.numbers().filter(({ arriving }) => !arriving),
      ({ pool }) => pool,
    );
    return pools.map((pool) => ({
      ...pool,
      numbers: (byPool.get(pool.name) ?? []).map(({ number }) => number),
    }));
  }

  /** Every number that ever was in a pool of this shard, in the owner's order. */
  numbers(): KnownNumber[] {
    return this.#sql
      .exec<NumberRow>('SELECT * FROM numbers ORDER BY position')
      .toArray()
      .map(toKnown);
  }

  /** Whether a number waits for its former shard to let go of it. */
  hasArriving(): boolean {
    this.#hasArriving ??= this.#isAny('arriving = 1 AND pool IS NOT NULL');
    return this.#hasArriving;
  }

  /** Whether any number was in another shard before. */
  hasMoved(): boolean {
    this.#hasMoved ??= this.#isAny('former_shard IS NOT NULL');
    return this.#hasMoved;
  }

  number(number: string): KnownNumber | undefined {
    return this.#sql
      .exec<NumberRow>('SELECT * FROM numbers WHERE number = ?', number)
      .toArray()
      .map(toKnown)[0];
  }

  /** What a static number stands for; undefined for any other number. */
  staticSource(number: string): StaticSource | undefined {
    const sources = this.#staticSources();
    return Object.hasOwn(sources, number) ? sources[number] : undefined;
  }

  /** Takes a new inventory; numbers that are no longer in it stay known, and are not leased. */
  apply(inventory: Inventory, now: EpochMs): void {
    const { siteId, version, shard, pools, staticNumbers, quarantineDays, wantedEvents } =
      inventory;
    this.#meta.set('site', siteId);
    this.#meta.set('inventory', String(version));
    this.#meta.set('shard', String(shard));
    this.#meta.set('quarantine', String(quarantineDays));
    this.#meta.set('wanted', JSON.stringify(wantedEvents));
    this.#meta.set('pools', JSON.stringify(pools.map(({ numbers, ...settings }) => settings)));
    // A removed static number stays known too, for people still ring it; not one that is in a pool now.
    const sources = { ...this.#staticSources() };
    for (const { number, ...source } of staticNumbers) sources[number] = source;
    for (const number of pools.flatMap(({ numbers }) => numbers)) delete sources[number];
    this.#meta.set('static', JSON.stringify(sources));
    this.#replaceNumbers(inventory, now);
    this.reread();
  }

  /**
   * Another shard is to lease these numbers, of which nobody here holds one any more.
   *
   * @param version the inventory by which it does. This shard may not have heard of it, nor of any before:
   *   an older one, arriving later, brings no number back.
   */
  release(numbers: readonly string[], version: number, now: EpochMs): void {
    this.#sql.exec(
      `INSERT INTO numbers (number, position, place, released, removed_at)
       SELECT value, 0, ${NEXT_PLACE}, ?1, ?2
       FROM json_each(?3) WHERE true
       ON CONFLICT (number) DO UPDATE SET pool = NULL, released = ?1, removed_at = ifnull(removed_at, ?2)`,
      version,
      now,
      JSON.stringify(numbers),
    );
    this.reread();
  }

  /** Their former shard has let go of these. */
  arrived(numbers: readonly string[], now: EpochMs): void {
    this.#sql.exec(
      'UPDATE numbers SET arriving = 0, arrived_at = ? WHERE number IN (SELECT value FROM json_each(?))',
      now,
      JSON.stringify(numbers),
    );
    this.reread();
  }

  #replaceNumbers({ pools, arriving, version }: Inventory, now: EpochMs): void {
    const from = new Map(arriving.map((entry) => [entry.number, entry.from]));
    const wanted = JSON.stringify(
      pools.flatMap(({ name, numbers }) =>
        numbers.map((number, position) => ({
          number,
          pool: name,
          position,
          from: from.get(number) ?? null,
        })),
      ),
    );
    this.#sql.exec(
      `UPDATE numbers SET pool = NULL, removed_at = ? WHERE pool IS NOT NULL
         AND number NOT IN (SELECT value ->> 'number' FROM json_each(?))`,
      now,
      wanted,
    );
    this.#sql.exec(
      `INSERT INTO numbers (number, pool, position, former_shard, arriving, place)
       SELECT value ->> 'number', value ->> 'pool', value ->> 'position', value ->> 'from',
              value ->> 'from' IS NOT NULL,
              ${NEXT_PLACE}
       FROM json_each(?) WHERE value ->> 'number' NOT IN (SELECT number FROM numbers)`,
      wanted,
    );
    // What is leased here already goes on; what comes back from another shard waits for it.
    this.#sql.exec(
      `UPDATE numbers SET pool = wanted.pool, position = wanted.position, removed_at = NULL,
         former_shard = ifnull(wanted.former, former_shard),
         arriving = CASE released WHEN 0 THEN arriving ELSE wanted.former IS NOT NULL END, released = 0
       FROM (SELECT value ->> 'number' AS number, value ->> 'pool' AS pool,
                    value ->> 'position' AS position, value ->> 'from' AS former
             FROM json_each(?)) AS wanted
       WHERE numbers.number = wanted.number AND released <= ?
         AND (numbers.pool IS NOT wanted.pool OR numbers.position IS NOT wanted.position
              OR ifnull(wanted.former, former_shard) IS NOT former_shard OR released > 0)`,
      wanted,
      version,
    );
  }

  #isAny(condition: string): boolean {
    return this.#sql.exec(`SELECT 1 FROM numbers WHERE ${condition} LIMIT 1`).toArray().length > 0;
  }

  #staticSources(): Record<string, StaticSource> {
    this.#sources ??= JSON.parse(this.#meta.get('static') ?? '{}') as Record<string, StaticSource>;
    return this.#sources;
  }
}

function toKnown(row: NumberRow): KnownNumber {
  return {
    number: row.number,
    pool: row.pool,
    removedAt: row.removed_at,
    formerShard: row.former_shard,
    arriving: row.arriving === 1,
    arrivedAt: row.arrived_at,
    released: row.released > 0,
  };
}
