import { env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { replaceCredentials } from '../../../worker/db/queries/credentials.ts';
import { saveSite } from '../../../worker/db/queries/save-site.ts';
import { SETTLING } from '../../../worker/domain/deal-numbers.ts';
import { MATCH_WINDOW } from '../../../worker/domain/matching/match.ts';
import type { SiteDefinition } from '../../../worker/domain/site-definition.ts';
import { DAY } from '../../../worker/domain/time.ts';
import { numbers, TARGET } from '../support/make-site.ts';
import {
  definedPool,
  definition,
  NOON,
  newKey,
  snapshotOf,
  storedNumber,
} from './make-definition.ts';

async function save(key: string, site: SiteDefinition, now = NOON, basedOn?: number) {
  return saveSite(env.DB, key, site, now, `id-of-${key}`, basedOn);
}

/** A site that was saved once. */
async function saved(site: SiteDefinition, now = NOON): Promise<string> {
  const key = newKey();
  await save(key, site, now);
  return key;
}

const [first = '', second = '', third = ''] = numbers(3);

describe('a site is read as it was saved', () => {
  it('with every setting', async () => {
    const site = definition(numbers(3), {
      shards: 2,
      quarantineDays: 7,
      consent: 'google',
      snippet: { title: true, within: 'main', forms: ['topic'], health: 0.5 },
      textNumbers: [first],
      pools: [
        definedPool({
          holdSeconds: 600,
          numbers: numbers(3),
          paused: true,
          share: false,
          fallback: '+33199003000',
          prefer: 'target',
          networkShare: 0.25,
        }),
      ],
      staticNumbers: [
        {
          number: '+33199003000',
          target: TARGET,
          label: 'Poster',
          source: 'poster',
          medium: null,
          campaign: null,
        },
      ],
    });
    const { targets, ...rest } = site;
    expect(await snapshotOf(await saved(site))).toMatchObject({ ...rest, shardsEver: 2 });
  });

  it('with its numbers in the order of the owner, whatever that was before', async () => {
    const key = await saved(definition([first, second, third]));
    for (const order of [
      [third, first, second],
      [third, second],
      [first, second, third],
      [second, first, third],
    ]) {
      await save(key, definition(order));
      expect((await snapshotOf(key)).pools[0]?.numbers).toEqual(order);
    }
  });

  it('with ten thousand numbers', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `+33199${100_000 + index}`);
    const key = await saved(definition(many, { shards: 4 }));
    const site = await snapshotOf(key);
    expect(site.pools[0]?.numbers).toEqual(many);
    expect(Object.keys(site.placements)).toHaveLength(7_500);
  });
});

describe('what stays is not written again', () => {
  /** Rows that saving writes into the table of numbers. */
  async function numbersWritten(key: string, site: SiteDefinition): Promise<number> {
    let written = 0;
    const watched = {
      prepare: (query: string) => env.DB.prepare(query),
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements);
        written += results.reduce((sum, { meta }) => sum + (meta.rows_written ?? 0), 0);
        return results;
      },
    } as unknown as D1Database;
    await saveSite(watched, key, site, NOON, 'never-used');
    // The site, its pool and its target: each deleted and written anew, but for the site.
    return written - 5;
  }

  it.each<[string, number, SiteDefinition]>([
    ['nothing is different', 0, definition(numbers(500))],
    [
      'a pool is paused',
      0,
      definition([], { pools: [definedPool({ numbers: numbers(500), paused: true })] }),
    ],
    ['a number is added', 1, definition(numbers(501))],
    ['the first number is removed', 1, definition(numbers(500).slice(1))],
  ])('where %s', async (_what, rows, site) => {
    const key = await saved(definition(numbers(500)));
    expect(await numbersWritten(key, site)).toBe(rows);
  });
});

describe('a number that is removed', () => {
  it('stays, as quarantined since then', async () => {
    const key = await saved(definition([first, second]));
    await save(key, definition([first]), NOON + DAY);
    const { id, pools } = await snapshotOf(key);
    expect(pools[0]?.numbers).toEqual([first]);
    expect(await storedNumber(id, second)).toMatchObject({
      status: 'quarantined',
      pool: null,
      target: TARGET,
      removed_at: NOON + DAY,
    });
  });

  it('stays removed since when it was, however often the site is saved', async () => {
    const key = await saved(definition([first, second]));
    for (const days of [1, 2]) await save(key, definition([first]), NOON + days * DAY);
    const { id } = await snapshotOf(key);
    expect(await storedNumber(id, second)).toMatchObject({ removed_at: NOON + DAY });
  });

  it('is in use again once it is back', async () => {
    const key = await saved(definition([first, second]));
    await save(key, definition([first]), NOON + DAY);
    await save(key, definition([first, second]), NOON + 2 * DAY);
    const { id } = await snapshotOf(key);
    expect(await storedNumber(id, second)).toMatchObject({
      status: 'active',
      pool: 'website',
      added_at: NOON,
      removed_at: null,
    });
  });

  it('is still found in its shard', async () => {
    const key = await saved(definition([first, second], { shards: 2 }));
    await save(key, definition([first], { shards: 2 }));
    expect((await snapshotOf(key)).placements).toEqual({ [second]: { shard: 1, from: null } });
  });

  it('is still found in its shard though that is given up', async () => {
    const key = await saved(definition([first, second], { shards: 2 }));
    await save(key, definition([first], { shards: 1 }));
    expect(await snapshotOf(key)).toMatchObject({
      shards: 1,
      shardsEver: 2,
      placements: { [second]: { shard: 1, from: null } },
    });
  });
});

describe('a number that moves between pools', () => {
  const pools = (website: string[], spare: string[]) => [
    definedPool({ numbers: website }),
    definedPool({ name: 'spare', numbers: spare }),
  ];

  it('is of the other pool alone', async () => {
    const key = await saved(definition([], { pools: pools([first, second], [third]) }));
    await save(key, definition([], { pools: pools([first], [third, second]) }));
    const site = await snapshotOf(key);
    expect(site.pools.map((pool) => [pool.name, pool.numbers])).toEqual([
      ['spare', [third, second]],
      ['website', [first]],
    ]);
  });

  it('was never removed', async () => {
    const key = await saved(definition([], { pools: pools([first], []) }));
    await save(key, definition([], { pools: pools([], [first]) }), NOON + DAY);
    const { id } = await snapshotOf(key);
    expect(await storedNumber(id, first)).toMatchObject({ status: 'active', removed_at: null });
  });
});

describe('the shards of a site', () => {
  it('are not told of numbers that are where every number is', async () => {
    expect((await snapshotOf(await saved(definition(numbers(3))))).placements).toEqual({});
  });

  it('each have their part of the numbers', async () => {
    const key = await saved(definition(numbers(4), { shards: 2 }));
    const { placements } = await snapshotOf(key);
    expect(Object.values(placements)).toEqual(Array(2).fill({ shard: 1, from: null }));
  });

  it('may be more later: what moves names where it was', async () => {
    const key = await saved(definition(numbers(4)));
    await save(key, definition(numbers(4), { shards: 2 }), NOON + DAY);
    const { placements, shards } = await snapshotOf(key, NOON + DAY);
    expect(shards).toBe(2);
    expect(Object.values(placements)).toEqual(Array(2).fill({ shard: 1, from: 0 }));
  });

  it('keep the numbers they have while there are as many', async () => {
    const key = await saved(definition(numbers(4), { shards: 2 }));
    const { placements } = await snapshotOf(key);
    await save(key, definition(numbers(8), { shards: 2 }));
    expect((await snapshotOf(key)).placements).toMatchObject(placements);
  });

  it('leave a number to the first once it is static', async () => {
    const key = await saved(definition([first, second], { shards: 2 }));
    const poster = { target: TARGET, label: '', source: null, medium: null, campaign: null };
    const staticNumbers = [{ ...poster, number: second }];
    await save(key, definition([first], { shards: 2, staticNumbers }));
    expect((await snapshotOf(key)).placements).toEqual({ [second]: { shard: 0, from: 1 } });
  });

  it('are remembered once they are given up', async () => {
    const key = await saved(definition(numbers(4), { shards: 4 }));
    await save(key, definition(numbers(4), { shards: 2 }));
    await save(key, definition(numbers(4), { shards: 1 }));
    expect(await snapshotOf(key)).toMatchObject({ shards: 1, shardsEver: 4 });
  });

  it('send a number back that has only just come, and say where it has been', async () => {
    const key = await saved(definition([first, second]));
    await save(key, definition([first, second], { shards: 2 }), NOON);
    await save(key, definition([first, second], { shards: 1 }), NOON + DAY);
    const { placements } = await snapshotOf(key, NOON + DAY);
    expect(placements).toEqual({ [second]: { shard: 0, from: 1 } });
  });

  it('pass a number on to a third only once it has settled', async () => {
    const shardsUsed = async (passed: number) => {
      const key = await saved(definition(numbers(4)));
      await save(key, definition(numbers(4), { shards: 2 }), NOON);
      await save(key, definition(numbers(4), { shards: 4 }), NOON + passed);
      const { placements } = await snapshotOf(key, NOON + passed);
      return new Set(numbers(4).map((number) => placements[number]?.shard ?? 0)).size;
    };
    expect(await shardsUsed(SETTLING - 1)).toBe(3);
    expect(await shardsUsed(SETTLING)).toBe(4);
  });

  it('forget where a number was once no call can mean its time there', async () => {
    const key = await saved(definition([first, second]));
    await save(key, definition([first, second], { shards: 2 }));
    const over = NOON + SETTLING + MATCH_WINDOW;
    expect((await snapshotOf(key, over)).placements[second]).toEqual({ shard: 1, from: 0 });
    expect((await snapshotOf(key, over + 1)).placements[second]).toEqual({ shard: 1, from: null });
  });
});

describe('of two changes at once', () => {
  it('the one made from what is no longer so is not saved', async () => {
    const key = await saved(definition([first]));
    const { version } = await snapshotOf(key);
    expect(await save(key, definition([first, second]), NOON, version)).toBe(true);
    expect(await save(key, definition([first, third]), NOON, version)).toBe(false);
    expect((await snapshotOf(key)).pools[0]?.numbers).toEqual([first, second]);
  });

  it('none is saved on top of another that it has not seen', async () => {
    const key = await saved(definition(numbers(4)));
    // Somebody else is faster: between what is read here and what is written.
    const overtaken = {
      prepare: (query: string) => env.DB.prepare(query),
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements);
        await save(key, definition(numbers(4), { shards: 2 }));
        overtaken.batch = env.DB.batch.bind(env.DB);
        return results;
      },
    };
    const late = saveSite(
      overtaken as unknown as D1Database,
      key,
      definition(numbers(2)),
      NOON,
      'never-used',
    );
    expect(await late).toBe(false);
    expect(await snapshotOf(key)).toMatchObject({
      version: 2,
      shards: 2,
      pools: [{ numbers: numbers(4) }],
    });
  });

  it('a new site is made by one', async () => {
    const key = newKey();
    const made = await Promise.all(
      ['one', 'two'].map((id) => saveSite(env.DB, key, definition([first]), NOON, `${key}-${id}`)),
    );
    expect(made.filter((each) => each)).toHaveLength(made[0] && made[1] ? 2 : 1);
    const { results } = await env.DB.prepare('SELECT id FROM sites WHERE key = ?').bind(key).all();
    expect(results).toHaveLength(1);
  });

  it('a change of secrets counts as one', async () => {
    const key = await saved(definition([first]));
    const { id, version } = await snapshotOf(key);
    await replaceCredentials(env.DB, id, 'generic', [], NOON);
    expect(await save(key, definition([second]), NOON, version)).toBe(false);
  });
});
