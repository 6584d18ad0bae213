import { env } from 'cloudflare:test';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { describe, expect, it } from 'vitest';
import * as schema from '../../../worker/db/schema/index.ts';

const tables = Object.values(schema).filter((value) => value instanceof SQLiteTable);

type Column = { name: string; type: string; notnull: number; pk: number };

describe('the migrated database', () => {
  for (const table of ['sessions', 'leases', 'calls', 'messages', 'pool_hours', 'snippet_hours']) {
    it(`writes one row, not two, for each of ${table}`, async () => {
      const sql = await env.DB.prepare('SELECT sql FROM sqlite_master WHERE name = ?')
        .bind(table)
        .first('sql');
      expect(sql).toMatch(/WITHOUT ROWID$/i);
    });
  }

  it('still takes the visitors of 0.1.0, which goes on until this version is deployed', async () => {
    const written = await env.DB.prepare(
      "INSERT INTO visitors (site_id, id, first_seen_at) VALUES ('a', 'ada', 1)",
    ).run();
    expect(written.meta.changes).toBe(1);
  });

  it('has only the indexes that earn their writes', async () => {
    const { results } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
    ).all();
    expect(results.map(({ name }) => name)).toEqual([
      'calls_by_caller',
      'calls_by_start',
      'messages_by_time',
      'sites_key_unique',
      'spam_marks_by_caller',
    ]);
  });

  it.each([
    ['calls', 'started_at'],
    ['messages', 'received_at'],
  ])('finds the %s of a site in the order of time without sorting them', async (table, time) => {
    const { results } = await env.DB.prepare(
      `EXPLAIN QUERY PLAN SELECT * FROM ${table} WHERE site_id = 'a' ORDER BY ${time} DESC, id DESC`,
    ).all<{ detail: string }>();
    expect(results.map(({ detail }) => detail).join()).not.toContain('TEMP B-TREE');
  });

  for (const table of tables) {
    const { name, columns, primaryKeys } = getTableConfig(table);
    it(`has ${name} as the schema describes it`, async () => {
      const { results } = await env.DB.prepare(`PRAGMA table_info(${name})`).all<Column>();
      const keys = primaryKeys[0]?.columns.map((column) => column.name) ?? [];
      expect(
        results.map((column) => ({
          name: column.name,
          type: column.type.toLowerCase(),
          required: column.notnull === 1,
          inKey: column.pk > 0,
        })),
      ).toEqual(
        columns.map((column) => ({
          name: column.name,
          type: column.getSQLType(),
          required: column.notNull,
          inKey: column.primary || keys.includes(column.name),
        })),
      );
    });
  }
});
