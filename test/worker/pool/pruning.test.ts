import { env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { idAtTime } from '../../../worker/domain/ids.ts';
import { MATCH_WINDOW } from '../../../worker/domain/matching/match.ts';
import { DAY, MINUTE } from '../../../worker/domain/time.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { pruneHistory } from '../../../worker/pool/pruning.ts';
import { openTables } from '../../../worker/pool/tables.ts';
import { firstSwap, visit } from '../support/browser.ts';
import { breakDown, mendAll } from '../support/local.ts';
import { definePool, makeSite, numbers, putSite, type TestSite } from '../support/make-site.ts';
import { letDaysPass, markSent, withTables } from '../support/old-history.ts';
import { ring } from '../support/phone.ts';
import { ownRows, poolOf } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

const WINDOW_DAYS = MATCH_WINDOW / DAY;
const [NUMBER = ''] = numbers(1);

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

const count = async (site: TestSite, table: string) =>
  (await ownRows<{ n: number }>(site, `SELECT count(*) AS n FROM ${table}`))[0]?.n ?? 0;

describe('calls', () => {
  /** Calls of a time, straight into the object's table. */
  const fillCalls = (sql: SqlStorage, count: number, at: number) =>
    sql.exec(
      `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, rung, rev)
       SELECT 'generic', 'old ' || value, ?1, '[]', '{}', '{}', NULL, 1
       FROM json_each(?2)`,
      idAtTime(at),
      JSON.stringify(Array.from({ length: count }, (_, index) => index)),
    );

  it('of before the match window go, a portion at a time', async () => {
    const site = await makeSite();
    const left = await withTables(site, (tables) => {
      fillCalls(tables.sql, 5_000, localClock.now() - MATCH_WINDOW - DAY);
      markSent(tables.sql);
      const fresh = openTables(tables.sql, env.DB);
      const remaining = () =>
        tables.sql.exec<{ n: number }>('SELECT count(*) AS n FROM calls').one().n;
      const steps: number[] = [];
      while (pruneHistory(fresh, localClock.now())) steps.push(remaining());
      return [...steps, remaining()];
    });
    expect(left.at(-1)).toBe(0);
    expect(left.length).toBeGreaterThan(2);
  });

  it('within the match window stay', async () => {
    const site = await makeSite();
    await ring(site, NUMBER);
    await letDaysPass(site, WINDOW_DAYS - 5);
    expect(await count(site, 'calls')).toBe(1);
    await letDaysPass(site, 10);
    expect(await count(site, 'calls')).toBe(0);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('that D1 does not have stay until D1 has them', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await ring(site, NUMBER);
    await letDaysPass(site, WINDOW_DAYS + 10);
    expect(await count(site, 'calls')).toBe(1);
    await mendAll();
    await letDaysPass(site, 5);
    expect(await count(site, 'calls')).toBe(0);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('that D1 refuses stay', async () => {
    const site = await makeSite();
    await ring(site, NUMBER);
    await withTables(site, ({ sql }) => sql.exec("UPDATE calls SET summary = '{'"));
    await letDaysPass(site, WINDOW_DAYS + 10);
    expect(await count(site, 'calls')).toBe(1);
  });
});

it('hours of use from before the match window go, and stay in D1', async () => {
  const site = await makeSite();
  await visit(site);
  await letDaysPass(site, 5);
  expect(await count(site, 'pool_hours')).toBe(1);
  await letDaysPass(site, WINDOW_DAYS);
  expect(await count(site, 'pool_hours')).toBe(0);
  const inD1 = env.DB.prepare('SELECT arrivals FROM pool_hours WHERE site_id = ?').bind(site.id);
  expect(await inD1.first('arrivals')).toBe(1);
});

describe('a number that was removed', () => {
  /** The pool's two numbers, of which the first was leased and then removed. */
  async function removed(change = {}): Promise<TestSite> {
    const site = await makeSite(definePool(2));
    await visit(site);
    await putSite(site.key, {
      ...site.definition,
      pools: [{ name: 'website', holdSeconds: 300, numbers: numbers(1, 2001), share: false }],
      ...change,
    });
    return site;
  }
  const known = async (site: TestSite) =>
    (await poolOf(site).numbers()).map(({ number }) => number);

  it('stays known while a call to it may still be matched', async () => {
    const site = await removed();
    await letDaysPass(site, WINDOW_DAYS);
    expect(await known(site)).toContain(NUMBER);
  });

  it('is forgotten once nothing is left of it', async () => {
    const site = await removed();
    await letDaysPass(site, 2 * WINDOW_DAYS + 10);
    expect(await known(site)).toEqual(numbers(1, 2001));
  });

  it('stays known for as long as its quarantine', async () => {
    const site = await removed({ quarantineDays: 90 });
    await letDaysPass(site, 80);
    expect(await known(site)).toContain(NUMBER);
    await letDaysPass(site, 20);
    expect(await known(site)).toEqual(numbers(1, 2001));
  });

  it('that is leased again is known for ever', async () => {
    const site = await makeSite(definePool(1));
    await visit(site);
    await letDaysPass(site, 3 * WINDOW_DAYS);
    expect(await known(site)).toEqual([NUMBER]);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });
});

it('nonces go when no request that bears them would be taken any more', async () => {
  const site = await makeSite();
  await ring(site, NUMBER);
  expect(await count(site, 'nonces')).toBe(1);
  await withTables(site, (tables) => {
    const { nonces } = openTables(tables.sql, env.DB);
    nonces.prune(localClock.now() + 9 * MINUTE);
  });
  expect(await count(site, 'nonces')).toBe(1);
  await withTables(site, (tables) => {
    while (pruneHistory(openTables(tables.sql, env.DB), localClock.now() + 10 * MINUTE));
  });
  expect(await count(site, 'nonces')).toBe(0);
});
