import { abortAllDurableObjects, env, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Row } from '../../../worker/pool/rows.ts';
import type { PoolStore } from '../../../worker/pool/store.ts';
import { openTables } from '../../../worker/pool/tables.ts';
import { openBrowser, visit } from '../support/browser.ts';
import { advance, breakDown, mendAll, now, STEP_SECONDS } from '../support/local.ts';
import { definePool, makeSite, numbers, TARGET, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { alarmAt, drain, evict, poolOf, ringAlarm } from '../support/pool.ts';
import { readAll, readOne, readPage } from '../support/read-reports.ts';

afterEach(mendAll);

const [NUMBER = ''] = numbers(1);

const waiting = async (site: TestSite) => (await poolOf(site).status()).unsent;
const d1Rows = async (site: TestSite, table: 'sessions' | 'leases' | 'calls') =>
  (await env.DB.prepare(`SELECT * FROM ${table} WHERE site_id = ? ORDER BY id`).bind(site.id).all())
    .results;

/** An outbox over the object's own tables, whose D1 lets something else happen during its first batch. */
function drainWhile(site: TestSite, happens: (store: PoolStore) => void): Promise<void> {
  return runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
    let pending: (() => void) | undefined = () => happens(tables.store);
    const d1 = {
      prepare: (query: string) => env.DB.prepare(query),
      batch: (statements: D1PreparedStatement[]) => {
        pending?.();
        pending = undefined;
        return env.DB.batch(statements);
      },
    } as D1Database;
    const tables = openTables(sql, d1);
    return tables.outbox.drain({ siteId: site.id, shard: 0 }, () => 0);
  });
}

describe('the outbox', () => {
  it('is empty once drained', async () => {
    const site = await makeSite();
    await visit(site);
    await drain(site);
    expect(await waiting(site)).toBe(0);
  });

  it('brings a session, and in its row the lease it began with, to D1', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await drain(site);
    const [session] = await d1Rows(site, 'sessions');
    expect(session).toMatchObject({ id: browser.sessionId });
    expect(JSON.parse(String(session?.lease))).toMatchObject({ number: NUMBER, grade: 'own' });
    expect(await d1Rows(site, 'leases')).toEqual([]);
  });

  it('brings a further lease of a session to D1 in a row of its own', async () => {
    const targets = [
      { number: TARGET, pool: 'website' },
      { number: '+33199005678', pool: 'website' },
    ];
    const site = await makeSite({ targets });
    const browser = openBrowser(site);
    await browser.visit();
    await drain(site);
    expect(await d1Rows(site, 'sessions')).toHaveLength(1);
    expect(await d1Rows(site, 'leases')).toMatchObject([
      { session_id: browser.sessionId, target: '+33199005678' },
    ]);
    expect(await readAll(site, 'leases')).toHaveLength(2);
  });

  it('takes one alarm to be drained', async () => {
    const site = await makeSite();
    await visit(site);
    await ringAlarm(site);
    expect(await waiting(site)).toBe(0);
    expect(await d1Rows(site, 'sessions')).toHaveLength(1);
  });

  it('drained twice changes nothing', async () => {
    const site = await makeSite();
    await visit(site);
    await ring(site, NUMBER);
    await drain(site);
    const before = await Promise.all([d1Rows(site, 'sessions'), d1Rows(site, 'calls')]);
    await drain(site);
    expect(await Promise.all([d1Rows(site, 'sessions'), d1Rows(site, 'calls')])).toEqual(before);
  });

  it('sent again after D1 took it but the answer was lost, changes nothing', async () => {
    const site = await makeSite();
    await visit(site);
    await drain(site);
    const before = await d1Rows(site, 'sessions');
    await poolOf(site).resend();
    expect(await waiting(site)).toBe(0);
    await drain(site);
    expect(await d1Rows(site, 'sessions')).toEqual(before);
  });

  it('carries changes to one row between two drains as one', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send({ type: 'tap', number: NUMBER });
    await browser.send({ type: 'tap', number: NUMBER });
    expect(await waiting(site)).toBe(1);
  });

  it('keeps what D1 has of a session when news of it is older', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await drain(site);
    await env.DB.prepare('UPDATE sessions SET rev = 1e12, source = ? WHERE site_id = ?')
      .bind('newer', site.id)
      .run();
    await browser.send({ type: 'tap', number: NUMBER });
    expect((await readOne(site, 'sessions')).source).toBe('newer');
  });

  it('sends rows again that changed while a batch was under way', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await drain(site);
    await browser.send({ type: 'tap', number: NUMBER });
    const later = (await now()) + 5_000;
    await drainWhile(site, (store) => {
      const row = store.row(browser.sessionId) as Row;
      store.saveRow({ ...row, session: row.session && { ...row.session, lastSeenAt: later } });
    });
    expect(await d1Rows(site, 'sessions')).toMatchObject([{ last_seen_at: later }]);
  });

  it('brings more rows than one batch holds', async () => {
    const site = await makeSite(definePool(1));
    await breakDown({ d1: true });
    for (let visits = 0; visits < 21; visits++) {
      await Promise.all(Array.from({ length: 10 }, () => visit(site)));
    }
    await mendAll();
    expect(await readAll(site, 'sessions')).toHaveLength(210);
  });
});

describe('while D1 is down', () => {
  it('what waits goes on waiting', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    await drain(site);
    expect(await waiting(site)).toBeGreaterThan(0);
  });

  it('the next attempt is always set', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    for (let attempts = 0; attempts < 8; attempts++) {
      expect(await ringAlarm(site)).toBe(true);
    }
  });

  it('goes on at its own pace, however many visits come in', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    for (let attempt = 0; attempt < 6; attempt++) await drain(site);
    const resting = await alarmAt(site);
    await visit(site);
    expect(await alarmAt(site)).toBe(resting);
  });

  it('nothing is lost over many failed attempts', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    const browser = openBrowser(site);
    await browser.visit();
    for (let attempts = 0; attempts < 8; attempts++) await ringAlarm(site);
    await mendAll();
    await ringAlarm(site);
    const { rows } = await readPage(site, 'sessions');
    expect(rows.map(({ id }) => id)).toEqual([browser.sessionId]);
  });

  it('nothing is lost when the object is evicted meanwhile', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    await ring(site, NUMBER);
    await evict(site);
    await mendAll();
    expect(await readAll(site, 'sessions')).toHaveLength(1);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });
});

describe('right after it was acknowledged', () => {
  /** The alarm is the platform's; it may be on its way already when a test rings it. */
  async function reachesD1(site: TestSite, table: 'sessions' | 'calls') {
    await ringAlarm(site);
    await vi.waitFor(async () => expect(await d1Rows(site, table)).toHaveLength(1));
  }

  it('a visit survives eviction, and the alarm brings it to D1', async () => {
    const site = await makeSite();
    await visit(site);
    await evict(site);
    await reachesD1(site, 'sessions');
  });

  it('a lease survives a crash, and the alarm brings it to D1', async () => {
    const site = await makeSite();
    await visit(site);
    await abortAllDurableObjects();
    await reachesD1(site, 'sessions');
    expect(await readAll(site, 'leases')).toHaveLength(1);
  });

  it('a call survives eviction, and the alarm brings it to D1', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await ring(site, NUMBER);
    await evict(site);
    await mendAll();
    await reachesD1(site, 'calls');
  });

  it('a call survives a crash, and the alarm brings it to D1', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await ring(site, NUMBER);
    await abortAllDurableObjects();
    await mendAll();
    await reachesD1(site, 'calls');
  });
});

it('page views that memory was ahead of are saved within a step by the alarm', async () => {
  const site = await makeSite();
  const browser = openBrowser(site);
  await browser.visit();
  await drain(site);
  await advance(20);
  await browser.visit();
  await advance(STEP_SECONDS - 19);
  await evict(site);
  expect((await readOne(site, 'sessions')).journey).toHaveLength(2);
});
