import { env } from 'cloudflare:test';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import {
  deleteSiteRows,
  markSiteDeleted,
  sitesBeingDeleted,
} from '../../../worker/db/queries/delete-site.ts';
import { saveSite } from '../../../worker/db/queries/save-site.ts';
import { readSnapshot } from '../../../worker/db/queries/site-snapshot.ts';
import * as schema from '../../../worker/db/schema/index.ts';
import { numbers } from '../support/make-site.ts';
import { definition, NOON, newKey } from './make-definition.ts';

const tables = Object.values(schema)
  .filter((value) => value instanceof SQLiteTable)
  .map((table) => getTableConfig(table));
const ofSites = tables.filter(({ columns }) => columns.some(({ name }) => name === 'site_id'));

/** A site with rows in every table that holds any, written as the schema demands and meaning nothing. */
async function filledSite(rows: number): Promise<{ key: string; id: string }> {
  const key = newKey();
  const id = `id-of-${key}`;
  await saveSite(env.DB, key, definition(numbers(3)), NOON, id);
  for (const { name, columns } of ofSites) {
    const values = columns.map((column) => {
      if (column.name === 'site_id') return `'${id}'`;
      if (column.getSQLType() === 'text')
        return column.dataType === 'json' ? "'{}'" : `'${id}-' || value`;
      return 'value';
    });
    await env.DB.prepare(
      `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')})
       SELECT ${values.join(', ')} FROM json_each(?)`,
    )
      .bind(JSON.stringify(Array.from({ length: rows }, (_, index) => index)))
      .run();
  }
  return { key, id };
}

/** Rows of the site by table, those without any left out. */
async function rowsOf(id: string): Promise<Record<string, number>> {
  const counts: [string, number][] = [];
  for (const { name } of ofSites) {
    const query = `SELECT count(*) AS rows FROM ${name} WHERE site_id = ?`;
    counts.push([name, Number(await env.DB.prepare(query).bind(id).first('rows'))]);
  }
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0));
}

const siteRow = (id: string) =>
  env.DB.prepare('SELECT id FROM sites WHERE id = ?').bind(id).first();

describe('the rows of a site', () => {
  it('are in every table but that of the sites', () => {
    expect(tables.length - ofSites.length).toBe(1);
  });

  it('are all deleted, portion by portion', async () => {
    const { id } = await filledSite(25);
    expect(Object.keys(await rowsOf(id))).toHaveLength(ofSites.length);
    await deleteSiteRows(env.DB, id, 10);
    expect(await rowsOf(id)).toEqual({});
    expect(await siteRow(id)).toBeNull();
  });

  it('are deleted without those of another', async () => {
    const [gone, stays] = [await filledSite(5), await filledSite(5)];
    const before = await rowsOf(stays.id);
    await deleteSiteRows(env.DB, gone.id);
    expect(await rowsOf(stays.id)).toEqual(before);
    expect(await siteRow(stays.id)).not.toBeNull();
  });

  it('may be deleted again, wherever that stopped', async () => {
    const { id } = await filledSite(25);
    let left = 4;
    const failing = {
      prepare: (query: string) => {
        left -= 1;
        if (left === 0) throw new Error('D1_ERROR: D1 DB is overloaded.');
        return env.DB.prepare(query);
      },
    } as unknown as D1Database;
    await expect(deleteSiteRows(failing, id, 10)).rejects.toThrow();
    expect(await siteRow(id)).not.toBeNull();
    await deleteSiteRows(env.DB, id, 10);
    expect(await rowsOf(id)).toEqual({});
    await deleteSiteRows(env.DB, id, 10);
  });

  it('are never deleted many at once', async () => {
    const { id } = await filledSite(25);
    const changes: number[] = [];
    const watched = {
      prepare: (query: string) => {
        const statement = env.DB.prepare(query);
        return {
          bind: (...values: unknown[]) => {
            const bound = statement.bind(...values);
            return {
              raw: bound.raw.bind(bound),
              run: async () => {
                const result = await bound.run();
                changes.push(result.meta.changes);
                return result;
              },
            };
          },
        };
      },
    } as unknown as D1Database;
    await deleteSiteRows(watched, id, 10);
    expect(Math.max(...changes)).toBe(10);
  });

  for (const { name, columns, primaryKeys } of ofSites.filter(
    (table) => table.name !== 'api_keys',
  )) {
    it(`are found in ${name} without reading all of it`, async () => {
      const key = (primaryKeys[0]?.columns ?? columns.filter((column) => column.primary))
        .map((column) => column.name)
        .join(', ');
      const { results } = await env.DB.prepare(
        `EXPLAIN QUERY PLAN DELETE FROM ${name} WHERE (${key}) IN
           (SELECT ${key} FROM ${name} WHERE site_id = 'a' LIMIT 10)`,
      ).all<{ detail: string }>();
      const plan = results.map(({ detail }) => detail);
      expect(plan.filter((step) => step.startsWith(`SCAN ${name}`))).toEqual([]);
    });
  }
});

it('the visitors that 0.1.0 wrote are deleted with their site', async () => {
  const write = env.DB.prepare(
    'INSERT INTO visitors (site_id, id, first_seen_at) VALUES (?, ?, 1)',
  );
  await env.DB.batch(['gone', 'kept'].map((id) => write.bind(id, 'ada')));
  await deleteSiteRows(env.DB, 'gone');
  const { results } = await env.DB.prepare('SELECT site_id FROM visitors').all();
  expect(results).toEqual([{ site_id: 'kept' }]);
});

describe('a site that is being deleted', () => {
  it('is not found by its key', async () => {
    const { key } = await filledSite(1);
    await markSiteDeleted(env.DB, key, NOON);
    expect(await readSnapshot(env.DB, key, NOON)).toBeUndefined();
  });

  it('is found by who goes on deleting it', async () => {
    const { key, id } = await filledSite(1);
    await markSiteDeleted(env.DB, key, NOON);
    const [marked] = await sitesBeingDeleted(env.DB, key);
    expect(await readSnapshot(env.DB, marked?.key ?? '', NOON)).toMatchObject({ id });
  });

  it('is no other with a key that begins as its own', async () => {
    const { key } = await filledSite(1);
    for (const other of [`${key}-2`, `${key}0`]) {
      await saveSite(env.DB, other, definition([]), NOON, `id-of-${other}`);
      await markSiteDeleted(env.DB, other, NOON);
    }
    await markSiteDeleted(env.DB, key, NOON);
    expect(await sitesBeingDeleted(env.DB, key)).toHaveLength(1);
  });

  it('leaves its key to a new one', async () => {
    const { key } = await filledSite(1);
    await markSiteDeleted(env.DB, key, NOON);
    expect(await saveSite(env.DB, key, definition([]), NOON, `new-${key}`)).toBe(true);
    expect(await readSnapshot(env.DB, key, NOON)).toMatchObject({ id: `new-${key}` });
  });

  it('is not saved by who has read it before', async () => {
    const { key, id } = await filledSite(1);
    const overtaken = {
      prepare: (query: string) => env.DB.prepare(query),
      batch: async (statements: D1PreparedStatement[]) => {
        const results = await env.DB.batch(statements);
        overtaken.batch = env.DB.batch.bind(env.DB);
        await markSiteDeleted(env.DB, key, NOON);
        await deleteSiteRows(env.DB, id);
        return results;
      },
    };
    const late = saveSite(overtaken as unknown as D1Database, key, definition([]), NOON, 'new');
    expect(await late).toBe(false);
    expect(await siteRow(id)).toBeNull();
    expect(await rowsOf(id)).toEqual({});
  });
});
