import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { NO_PLACE, newId } from '../../../worker/domain/ids.ts';
import { MINUTE } from '../../../worker/domain/time.ts';
import { RECENT, Recent } from '../../../worker/pool/recent.ts';
import type { Row } from '../../../worker/pool/rows.ts';
import { openTables } from '../../../worker/pool/tables.ts';
import { WriteBehind } from '../../../worker/pool/write-behind.ts';
import { openBrowser, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, numbers } from '../support/make-site.ts';
import { evict, poolOf } from '../support/pool.ts';

const row = (id: string, lastSeenAt = 0): Row => ({
  id,
  number: '',
  lease: null,
  session: {
    id,
    visitorId: `visitor of ${id}`,
    view: null,
    startedAt: 0,
    lastSeenAt,
    grade: 'none',
    touch: { landingPage: 'x'.repeat(1_000) } as never,
    place: { country: null, region: null },
    device: null,
    journey: [],
    numbers: {},
  },
});

describe('rows in memory', () => {
  /** Room for four such rows. */
  const openRows = () => new WriteBehind(5 * MINUTE, 4 * 2_100);
  const ids = (over: readonly { row: Row }[]) => over.map((entry) => entry.row.id);

  it('make room for others when there are too many: those not seen for longest', () => {
    const rows = openRows();
    for (const id of ['a', 'b', 'c', 'd']) rows.loaded(row(id));
    expect(rows.overflow()).toEqual([]);
    rows.loaded(row('a', 1));
    rows.loaded(row('e'));
    expect(ids(rows.overflow())).toEqual(['b']);
  });

  it('are to be saved first where memory is ahead of their table', () => {
    const rows = openRows();
    rows.loaded(row('a'));
    rows.put(row('a', 1), 1, false);
    for (const id of ['b', 'c', 'd', 'e']) rows.loaded(row(id));
    expect(rows.overflow()).toMatchObject([{ row: { id: 'a' }, waits: true }]);
  });

  it('take no room any more once forgotten', () => {
    const rows = openRows();
    for (const id of ['a', 'b', 'c', 'd', 'e']) rows.loaded(row(id));
    for (const id of ['a', 'b', 'c', 'd', 'e']) rows.forget(id);
    for (const id of ['f', 'g', 'h']) rows.loaded(row(id));
    expect(rows.overflow()).toEqual([]);
  });
});

describe('page views', () => {
  it('are remembered for ten minutes', () => {
    const views = new Recent<string>();
    views.set('a', 'session', 0);
    expect(views.get('a', RECENT - 1)).toBe('session');
    expect(views.get('a', RECENT)).toBeUndefined();
  });

  it('in a rush are remembered as long as there is room', () => {
    const views = new Recent<number>();
    for (let view = 0; view <= 50_000; view++) views.set(`view ${view}`, view, 0);
    expect(views.get('view 0', 0)).toBeUndefined();
    expect(views.get('view 1', 0)).toBe(1);
  });
});

describe('a row is found by its id', () => {
  const COUNT = 2_000;

  /** Rows that the tables had to look at to find a row, among thousands of numbers. */
  async function looksFor(idOf: (known: string) => string): Promise<number> {
    const many = Array.from({ length: COUNT }, (_, index) => `+3319900${5_000 + index}`);
    const site = await makeSite({ pools: [{ name: 'website', numbers: many, share: false }] });
    const browser = openBrowser(site);
    await browser.visit();
    return runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
      let read = 0;
      const counted = new Proxy(sql, {
        get: (target, property) => {
          if (property !== 'exec') return Reflect.get(target, property, target);
          return (query: string, ...bindings: unknown[]) => {
            const cursor = target.exec(query, ...bindings);
            const rows = cursor.toArray();
            read += cursor.rowsRead;
            return { toArray: () => rows, one: () => rows[0] };
          };
        },
      });
      const { store, inventory } = openTables(counted, {} as D1Database);
      inventory.places.numberAt(1);
      read = 0;
      store.row(idOf(browser.sessionId));
      return read;
    });
  }

  it('without a look under every number', async () => {
    expect(await looksFor((id) => id)).toBeLessThan(5);
  });

  it('which is not there, without one either', async () => {
    expect(await looksFor((id) => `${id.slice(0, 12)}zzzz${id.slice(16)}`)).toBeLessThan(5);
  });

  it('the slow way, for a number beyond those that an id can name', async () => {
    const unplaced = newId(7, new Uint8Array(12), NO_PLACE);
    expect(await looksFor(() => unplaced)).toBeGreaterThan(COUNT / 2);
  });
});

it('a session that began without a number is found after an eviction', async () => {
  const site = await makeSite(definePool(1));
  await visit(site);
  const browser = openBrowser(site);
  const first = await browser.visit();
  await evict(site);
  await advance(60);
  expect((await browser.visit()).session).toBe(first.session);
});

it('a session is found after an eviction though numbers were added and removed', async () => {
  const site = await makeSite(definePool(3));
  const browser = openBrowser(site);
  const first = await browser.visit();
  const { putSite, defineSite } = await import('../support/make-site.ts');
  const pools = [{ name: 'website', numbers: [...numbers(2, 4000), ...numbers(3).reverse()] }];
  await putSite(site.key, defineSite({ pools }));
  await evict(site);
  expect((await browser.visit()).session).toBe(first.session);
});
