import { env } from 'cloudflare:test';

/** What the pool alone writes. */
const TABLES = ['sessions', 'leases', 'calls', 'pool_hours'] as const;

/** Every row that D1 has of the site's pools, as one text each. */
export async function rowsInD1(siteId: string): Promise<string[]> {
  const results = await env.DB.batch(
    TABLES.map((table) => env.DB.prepare(`SELECT * FROM ${table} WHERE site_id = ?`).bind(siteId)),
  );
  return results
    .flatMap(({ results }, index) =>
      results.map((row) => `${TABLES[index]} ${JSON.stringify(row)}`),
    )
    .sort();
}

/** D1 as it is when it has been lost. */
export async function emptyD1(siteId: string): Promise<void> {
  await env.DB.batch(
    TABLES.map((table) => env.DB.prepare(`DELETE FROM ${table} WHERE site_id = ?`).bind(siteId)),
  );
}
