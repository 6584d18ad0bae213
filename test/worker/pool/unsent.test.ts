import { env, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import { MATCH_WINDOW } from '../../../worker/domain/matching/match.ts';
import { DAY, HOUR } from '../../../worker/domain/time.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { LeaseTables } from '../../../worker/pool/lease-tables.ts';
import { Meta } from '../../../worker/pool/meta.ts';
import { Places } from '../../../worker/pool/places.ts';
import { Revisions } from '../../../worker/pool/revisions.ts';
import { PoolStore } from '../../../worker/pool/store.ts';
import { type Noted, Unsent } from '../../../worker/pool/unsent.ts';
import { fillLeases } from '../support/fill-pool.ts';
import { definePool, makeSite, numbers } from '../support/make-site.ts';
import { drain, poolOf } from '../support/pool.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

/** More than memory notes. */
const MANY = 20_500;
const NUMBERS = numbers(3);
const [NUMBER = ''] = NUMBERS;

type Opened = {
  readonly sql: SqlStorage;
  readonly unsent: Unsent;
  readonly store: PoolStore;
  /** All is sent, and that is written down. */
  readonly markSent: () => void;
};

function open(sql: SqlStorage): Opened {
  const meta = new Meta(sql);
  const revisions = new Revisions(meta);
  const unsent = new Unsent(sql, meta);
  return {
    sql,
    unsent,
    store: new PoolStore(sql, new LeaseTables(sql, meta), new Places(sql), revisions, (row) =>
      unsent.note(row),
    ),
    markSent: () => unsent.markSent(revisions, localClock.now()),
  };
}

/** The tables of an object to which nothing has happened; `restart` opens them anew. */
async function withTables(use: (opened: Opened, restart: () => Opened) => void): Promise<void> {
  const site = await makeSite(definePool(NUMBERS.length));
  await runInDurableObject(poolOf(site), (_, { storage: { sql } }) =>
    use(open(sql), () => open(sql)),
  );
}

/** Takes what is unsent, portion by portion, as the outbox does. */
function takeAll({ unsent }: Opened, take: (rows: readonly Noted[]) => void = () => {}): string[] {
  const keys: string[] = [];
  for (;;) {
    const rows = unsent.next(200);
    if (rows.length === 0) return keys;
    keys.push(...rows.map(({ key }) => key));
    take(rows);
    unsent.strikeOff(rows);
  }
}

/** A row with a change, which makes it unsent. */
function change({ store }: Opened, id: string): void {
  const row = store.row(id);
  if (row) store.saveRow(row);
}

describe('when everything is to be sent anew', () => {
  it('every row is found in the tables, once', async () => {
    await withTables((opened) => {
      const startedAt = localClock.now() - 20 * DAY;
      const filled = ['', ...NUMBERS].flatMap((number, index) =>
        fillLeases(opened.sql, { number, count: 4_000, startedAt: startedAt + index }),
      );
      opened.unsent.forget();
      expect(takeAll(opened).sort()).toEqual(filled.sort());
      expect(opened.unsent.isEmpty()).toBe(true);
    });
  });

  it('it is not empty before the tables have been searched', async () => {
    await withTables((opened) => {
      fillLeases(opened.sql, { number: NUMBER, count: 1, startedAt: localClock.now() });
      opened.unsent.forget();
      expect(opened.unsent.size).toBe(0);
      expect(opened.unsent.isEmpty()).toBe(false);
    });
  });

  it('what changes behind the search is sent once more', async () => {
    await withTables((opened) => {
      const startedAt = localClock.now() - HOUR;
      const [first = ''] = fillLeases(opened.sql, { number: '', count: 6_000, startedAt });
      opened.unsent.forget();
      let changed = false;
      const keys = takeAll(opened, () => {
        if (!changed) change(opened, first);
        changed = true;
      });
      expect(keys.filter((key) => key === first)).toHaveLength(2);
      expect(new Set(keys).size).toBe(6_000);
    });
  });

  it('every row arrives in D1, once', async () => {
    const site = await makeSite(definePool(NUMBERS.length));
    await runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
      for (const number of NUMBERS) {
        fillLeases(sql, { number, count: 3_000, startedAt: localClock.now() - DAY });
      }
    });
    await poolOf(site).resend();
    await drain(site);
    const inD1 = env.DB.prepare('SELECT count(*) AS n FROM leases WHERE site_id = ?').bind(site.id);
    expect(await inD1.first('n')).toBe(9_000);
    expect(await poolOf(site).status()).toMatchObject({ unsent: 0, failures: 0, setAside: [] });
  });

  it('the rows of the match window before are found too', async () => {
    await withTables((opened, restart) => {
      const { sql } = opened;
      const old = fillLeases(sql, { number: NUMBER, count: 100, startedAt: 1_000 });
      new LeaseTables(sql, new Meta(sql)).rotate(0, localClock.now() - MATCH_WINDOW);
      new LeaseTables(sql, new Meta(sql)).rotate(0, localClock.now());
      const recent = fillLeases(sql, { number: NUMBER, count: 100, startedAt: localClock.now() });
      const rotated = restart();
      rotated.unsent.forget();
      expect(takeAll(rotated).sort()).toEqual([...old, ...recent].sort());
    });
  });
});

describe('more changes than memory notes', () => {
  it('are all found', async () => {
    await withTables((opened) => {
      takeAll(opened);
      const startedAt = localClock.now();
      const filled = fillLeases(opened.sql, { number: NUMBER, count: MANY, startedAt });
      for (const id of filled) change(opened, id);
      expect(opened.unsent.size).toBeLessThan(MANY);
      expect(opened.unsent.isEmpty()).toBe(false);
      expect(new Set(takeAll(opened))).toEqual(new Set(filled));
      expect(opened.unsent.isEmpty()).toBe(true);
    });
  });

  it('are all found after a restart', async () => {
    await withTables((opened, restart) => {
      takeAll(opened);
      const startedAt = localClock.now();
      const filled = fillLeases(opened.sql, { number: NUMBER, count: MANY, startedAt });
      for (const id of filled) change(opened, id);
      expect(new Set(takeAll(restart()))).toEqual(new Set(filled));
    });
  });
});

describe('after a restart', () => {
  it('nothing is sent again that was marked as sent', async () => {
    await withTables((opened, restart) => {
      const startedAt = localClock.now();
      const filled = fillLeases(opened.sql, { number: NUMBER, count: 100, startedAt });
      for (const id of filled) change(opened, id);
      takeAll(opened);
      opened.markSent();
      expect(takeAll(restart())).toEqual([]);
    });
  });

  it('what has changed since is found', async () => {
    await withTables((opened, restart) => {
      const startedAt = localClock.now();
      const [id = ''] = fillLeases(opened.sql, { number: NUMBER, count: 100, startedAt });
      takeAll(opened);
      opened.markSent();
      change(opened, id);
      expect(takeAll(restart())).toEqual([id]);
    });
  });

  it('what has changed since is found however long ago it began', async () => {
    await withTables((opened, restart) => {
      const startedAt = localClock.now() - 10 * DAY;
      const filled = fillLeases(opened.sql, { number: NUMBER, count: 100, startedAt });
      takeAll(opened);
      opened.markSent();
      const [, id = '', later = ''] = filled;
      change(opened, later);
      change(opened, id);
      expect(takeAll(restart())).toEqual([id, later]);
    });
  });

  it('what was set aside waits until it changes', async () => {
    await withTables((opened, restart) => {
      const startedAt = localClock.now();
      const [id = ''] = fillLeases(opened.sql, { number: NUMBER, count: 1, startedAt });
      change(opened, id);
      takeAll(opened, ([row]) => {
        opened.sql.exec(
          "INSERT INTO set_aside (entity, key, rev, error, at) VALUES ('lease', ?, ?, 'refused', 0)",
          row?.key,
          row?.rev,
        );
      });
      expect(takeAll(restart())).toEqual([]);
      const restarted = restart();
      change(restarted, id);
      expect(takeAll(restart())).toEqual([id]);
    });
  });
});
