import { abortAllDurableObjects, env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser, visit } from '../support/browser.ts';
import { openLedger, readAccount } from '../support/ledger.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain, evict, poolOf } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

/** Every failed attempt is told, as it should be, and here there are many. */
beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

/** The longest that D1 is left alone, in seconds. */
const LONGEST_REST = 15;

/** Short of numbers, as a busy site may be: nobody is left without one. */
const shortSite = () => makeSite(definePool(6, 300, { share: true }));

/**
 * A site's traffic, step by step: somebody comes, somebody of before reads on, somebody renews, taps and
 * rings; now and then one comes back after their session has ended.
 */
function traffic(site: TestSite) {
  const ledger = openLedger(site);
  const browsers: ReturnType<typeof openBrowser>[] = [];
  const recent = (back: number) => browsers.at(-1 - back);
  return {
    told: ledger.told,
    async step(): Promise<void> {
      const newcomer = openBrowser(site);
      browsers.push(newcomer);
      const number = await ledger.visit(newcomer);
      await ledger.ring(number);
      await ledger.tap(newcomer, number);
      const reader = recent(1);
      if (reader) await ledger.visit(reader);
      await recent(2)?.send({ type: 'renew' });
      await recent(3)?.send({ type: 'leave' });
      const returning = recent(35);
      if (returning && browsers.length % 5 === 0) await ledger.visit(returning);
    },
  };
}

describe('D1 away for a minute', () => {
  it('loses nothing of visits, taps and calls, and doubles nothing', async () => {
    const site = await shortSite();
    const { step, told } = traffic(site);
    await step();
    await breakDown({ d1: true });
    for (let seconds = 0; seconds < 60; seconds += 4) {
      await step();
      await advance(4);
    }
    await mendAll();
    await step();
    expect(await readAccount(site)).toEqual(told());
  });

  it('is over for the owner no later than the longest rest after its return', async () => {
    const site = await shortSite();
    const { step, told } = traffic(site);
    await breakDown({ d1: true });
    for (let seconds = 0; seconds < 60; seconds += 10) {
      await step();
      await advance(10);
    }
    await mendAll();
    await advance(LONGEST_REST);
    const { results } = await env.DB.prepare(
      'SELECT id FROM sessions WHERE site_id = ? ORDER BY id',
    )
      .bind(site.id)
      .all<{ id: string }>();
    expect(results.map(({ id }) => id)).toEqual(told().sessions);
    expect(await poolOf(site).status()).toMatchObject({ unsent: 0, failures: 0, retryAt: null });
  });
});

describe('D1 away for an hour', () => {
  it('loses nothing and doubles nothing, though the object is evicted and killed meanwhile', async () => {
    const site = await shortSite();
    const { step, told } = traffic(site);
    await step();
    await breakDown({ d1: true });
    for (let minute = 0; minute < 60; minute++) {
      await step();
      if (minute % 13 === 12) await evict(site);
      if (minute === 30) await abortAllDurableObjects();
      await advance(60);
    }
    await mendAll();
    await step();
    expect(told().sessions.length).toBeGreaterThan(60);
    expect(await readAccount(site)).toEqual(told());
  });

  it('is asked no more often than its rests allow, however much happens', async () => {
    const site = await makeSite(definePool(30));
    const browsers = Array.from({ length: 20 }, () => openBrowser(site));
    await breakDown({ d1: true });
    for (const browser of browsers) await browser.visit();
    for (let seconds = 0; seconds < 1_800; seconds += 5) {
      const browser = browsers[(seconds / 5) % browsers.length];
      await browser?.send({ type: seconds % 60 === 0 ? 'leave' : 'renew' });
      await advance(5);
    }
    const { failures } = await poolOf(site).status();
    expect(failures).toBeGreaterThan(30);
    // One, two, four ... seconds at first, then the longest rest each.
    expect(failures).toBeLessThanOrEqual(6 + 1_800 / LONGEST_REST);
  });
});

it('D1 without its tables, a migration missing, is one that is away: no row is set aside', async () => {
  const site = await makeSite();
  await env.DB.exec('ALTER TABLE sessions RENAME TO sessions_elsewhere');
  try {
    await visit(site);
    await drain(site);
    expect(await poolOf(site).status()).toMatchObject({ failures: 1, setAside: [] });
  } finally {
    await env.DB.exec('ALTER TABLE sessions_elsewhere RENAME TO sessions');
  }
  expect(await readAll(site, 'sessions')).toHaveLength(1);
});

it('D1 without a column, a migration missing, is one that is away: no row is set aside', async () => {
  const site = await makeSite();
  await env.DB.exec('ALTER TABLE calls RENAME COLUMN candidates TO candidates_elsewhere');
  try {
    await ring(site, '+33199002000');
    await drain(site);
    expect(await poolOf(site).status()).toMatchObject({ setAside: [] });
  } finally {
    await env.DB.exec('ALTER TABLE calls RENAME COLUMN candidates_elsewhere TO candidates');
  }
  expect(await readAll(site, 'calls')).toHaveLength(1);
});
