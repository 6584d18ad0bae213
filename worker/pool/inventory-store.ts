import type { PoolDefinition, StaticSource } from '../domain/site-snapshot.ts';
import type { Inventory } from './messages.ts';

/** What the pool may lease, in the object's own tables. */
export class InventoryStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** The version applied last; 0 before the first. */
  version(): number {
    return Number(this.#meta('inventory') ?? 0);
  }

  /** Empty before the first inventory, when there is nothing to say of a site either. */
  siteId(): string {
    return this.#meta('site') ?? '';
  }

  pools(): PoolDefinition[] {
    const pools: { name: string; holdSeconds: number }[] = JSON.parse(this.#meta('pools') ?? '[]');
    const rows = this.#sql
      .exec<{ number: string; pool: string }>(
        'SELECT number, pool FROM numbers WHERE pool IS NOT NULL ORDER BY position',
      )
      .toArray();
    return pools.map((pool) => ({
      ...pool,
      numbers: rows.filter((row) => row.pool === pool.name).map((row) => row.number),
    }));
  }

  /** What a static number stands for; undefined for any other number. */
  staticSource(number: string): StaticSource | undefined {
    const sources = this.#staticSources();
    return Object.hasOwn(sources, number) ? sources[number] : undefined;
  }

  /** Takes a new inventory; numbers that are no longer in it stay known, and are not leased. */
  apply({ siteId, version, pools, staticNumbers }: Inventory): void {
    this.#setMeta('site', siteId);
    this.#setMeta('inventory', String(version));
    this.#setMeta(
      'pools',
      JSON.stringify(pools.map(({ name, holdSeconds }) => ({ name, holdSeconds }))),
    );
    // A removed static number stays known too: people still ring it.
    const sources = staticNumbers.map(({ number, ...source }) => [number, source]);
    this.#setMeta(
      'static',
      JSON.stringify({ ...this.#staticSources(), ...Object.fromEntries(sources) }),
    );
    this.#replaceNumbers(pools);
  }

  #replaceNumbers(pools: readonly PoolDefinition[]): void {
    const wanted = JSON.stringify(
      pools.flatMap(({ name, numbers }) =>
        numbers.map((number, position) => ({ number, pool: name, position })),
      ),
    );
    this.#sql.exec(
      `UPDATE numbers SET pool = NULL WHERE pool IS NOT NULL
         AND number NOT IN (SELECT value ->> 'number' FROM json_each(?))`,
      wanted,
    );
    this.#sql.exec(
      `INSERT INTO numbers (number, pool, position)
       SELECT value ->> 'number', value ->> 'pool', value ->> 'position' FROM json_each(?) WHERE true
       ON CONFLICT (number) DO UPDATE SET pool = excluded.pool, position = excluded.position
         WHERE pool IS NOT excluded.pool OR position IS NOT excluded.position`,
      wanted,
    );
  }

  #staticSources(): Record<string, StaticSource> {
    return JSON.parse(this.#meta('static') ?? '{}');
  }

  #meta(key: string): string | undefined {
    const rows = this.#sql.exec<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
    return rows.toArray()[0]?.value;
  }

  #setMeta(key: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }
}
