import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MATCH_WINDOW } from '../../../worker/domain/matching/match.ts';
import { DAY, SECOND } from '../../../worker/domain/time.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { pruneHistory } from '../../../worker/pool/pruning.ts';
import { bareId, firstSwap, openBrowser, visit } from '../support/browser.ts';
import { fillLeases } from '../support/fill-pool.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { definePool, makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { letDaysPass, markSent, withTables } from '../support/old-history.ts';
import { ring } from '../support/phone.ts';
import { evict, ownRows } from '../support/pool.ts';
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

/** The leases in the object, whatever table they are in. */
const leaseIds = async (site: TestSite) =>
  (
    await ownRows<{ id: string }>(
      site,
      'SELECT id FROM leases UNION ALL SELECT id FROM former_leases',
    )
  ).map(({ id }) => id);
const leases = async (site: TestSite) => (await leaseIds(site)).length;

describe('a lease', () => {
  it('stays for at least the match window', async () => {
    const site = await makeSite();
    await visit(site);
    await letDaysPass(site, WINDOW_DAYS);
    expect(await leases(site)).toBe(1);
  });

  it('stays for at least the match window, whenever it began', async () => {
    const site = await makeSite();
    const begun: { id: string; at: number }[] = [];
    for (let late = 0; late < 3 * WINDOW_DAYS; late += 5) {
      const { session } = await visit(site);
      begun.push({ id: bareId(session), at: localClock.now() });
      await letDaysPass(site, 5);
      const since = localClock.now() - MATCH_WINDOW;
      const kept = await leaseIds(site);
      expect(kept).toEqual(
        expect.arrayContaining(begun.filter(({ at }) => at >= since).map(({ id }) => id)),
      );
    }
  });

  it('is gone after two match windows, and stays in D1', async () => {
    const site = await makeSite();
    await visit(site);
    await letDaysPass(site, 2 * WINDOW_DAYS + 5);
    expect(await leases(site)).toBe(0);
    expect(await readAll(site, 'sessions')).toHaveLength(1);
    expect(await readAll(site, 'leases')).toHaveLength(1);
  });

  it('that D1 does not have stays until D1 has it', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    await letDaysPass(site, 3 * WINDOW_DAYS);
    expect(await leases(site)).toBe(1);
    await mendAll();
    await letDaysPass(site, 2 * WINDOW_DAYS + 5);
    expect(await leases(site)).toBe(0);
    expect(await readAll(site, 'sessions')).toHaveLength(1);
  });

  it('still explains calls on the last day of the match window', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await letDaysPass(site, WINDOW_DAYS - 5);
    await advance((4 * DAY) / SECOND);
    await ring(site, NUMBER);
    const [call] = await readAll(site, 'calls');
    // After so long most likely no visit caused it; but it is not forgotten who had the number.
    expect(call?.match.candidates.map(({ session }) => session)).toEqual([browser.sessionId]);
  });
});

/** Leases that began two match windows ago, of which one is as `change` says. */
async function oldLeases(change: (sql: SqlStorage, id: string) => void) {
  const site = await makeSite(definePool(2));
  const startedAt = localClock.now() - 2 * MATCH_WINDOW - DAY;
  const [first = ''] = await withTables(site, ({ sql }) => {
    const ids = fillLeases(sql, { number: NUMBER, count: 100, startedAt });
    markSent(sql);
    change(sql, ids[0] ?? '');
    return ids;
  });
  // Each time a match window later the older table goes.
  for (const windowsAgo of [2, 1, 0]) {
    await withTables(site, (tables) =>
      pruneHistory(tables, localClock.now() - windowsAgo * MATCH_WINDOW),
    );
  }
  return { site, first };
}

describe('when the older table goes', () => {
  it('a lease that is still held stays, and its number with its session', async () => {
    const { site } = await oldLeases((sql, id) => {
      sql.exec('UPDATE leases SET last_seen_at = ? WHERE id = ?', localClock.now(), id);
    });
    expect(await leases(site)).toBe(1);
    await evict(site);
    const [first, second] = [await visit(site), await visit(site)].map(firstSwap);
    expect(first?.number.e164).not.toBe(NUMBER);
    expect(second?.grade).toBe('none');
  });

  it('a row that D1 refuses stays', async () => {
    const { site, first } = await oldLeases((sql, id) => {
      sql.exec(
        "INSERT INTO set_aside (entity, key, rev, error, at) VALUES ('lease', ?, 1, 'refused', 0)",
        id,
      );
    });
    const kept = await ownRows<{ id: string }>(site, 'SELECT id FROM former_leases');
    expect(kept).toEqual([{ id: first }]);
  });

  it('everything else is gone', async () => {
    const { site } = await oldLeases(() => {});
    expect(await leases(site)).toBe(0);
  });
});
