import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { upsertRows } from '../../../worker/db/queries/upsert-rows.ts';
import { leases } from '../../../worker/db/schema/index.ts';

const LEASE = {
  site_id: 'site',
  id: 'lease',
  session_id: 'session',
  number: '+33199002000',
  target: '+33199001234',
  pool: 'website',
  grade: 'own',
  started_at: 1,
  last_seen_at: 1,
  ended_at: null,
  hold_seconds: 300,
  rev: 1,
};
/** Cloudflare's limit on one text; the local D1 has none. */
const LARGEST_TEXT = 2_000_000;

beforeEach(() => env.DB.exec('DELETE FROM leases'));

async function upsert(...rows: object[]) {
  const written = await env.DB.batch(upsertRows(env.DB, leases, rows as never, 'newer'));
  return written[0]?.meta.rows_written;
}
const stored = async () => (await env.DB.prepare('SELECT * FROM leases ORDER BY id').all()).results;

describe('rows with a revision', () => {
  it('are written', async () => {
    await upsert(LEASE);
    expect(await stored()).toEqual([LEASE]);
  });

  it('are replaced by a newer revision', async () => {
    await upsert(LEASE);
    await upsert({ ...LEASE, last_seen_at: 2, rev: 2 });
    expect(await stored()).toEqual([{ ...LEASE, last_seen_at: 2, rev: 2 }]);
  });

  it('are never replaced by an older revision', async () => {
    await upsert({ ...LEASE, last_seen_at: 2, rev: 2 });
    await upsert(LEASE);
    expect(await stored()).toEqual([{ ...LEASE, last_seen_at: 2, rev: 2 }]);
  });

  it('that are known already cost nothing', async () => {
    await upsert(LEASE);
    expect(await upsert(LEASE)).toBe(0);
  });

  it('may be many at once, new and known', async () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ ...LEASE, id: `lease-${index}` }));
    await upsert(...many.slice(0, 250));
    await upsert(...many);
    expect(await stored()).toHaveLength(500);
  });

  it('keep what looks like SQL or markup', async () => {
    const pool = `'); DROP TABLE leases; -- <b>"\\u0000`;
    await upsert({ ...LEASE, pool });
    expect(await stored()).toEqual([{ ...LEASE, pool }]);
  });
});

it('no rows take no statement', () => {
  expect(upsertRows(env.DB, leases, [], 'newer')).toEqual([]);
});

it('rows of any length together take no longer parameter than D1 does', async () => {
  const lengths: number[] = [];
  const watched = {
    prepare: (query: string) => ({
      bind: (rows: string) => {
        lengths.push(new TextEncoder().encode(rows).byteLength);
        return env.DB.prepare(query).bind(rows);
      },
    }),
  } as unknown as D1Database;
  const pool = '漢'.repeat(100_000);
  const large = Array.from({ length: 20 }, (_, index) => ({
    ...LEASE,
    id: `lease-${index}`,
    pool,
  }));
  await env.DB.batch(upsertRows(watched, leases, large, 'newer'));
  expect(Math.max(...lengths)).toBeLessThan(LARGEST_TEXT);
  expect(await stored()).toHaveLength(20);
});
