import { and, eq, gt, lt, sql } from 'drizzle-orm';
import { getTableConfig } from 'drizzle-orm/sqlite-core';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import * as schema from '../schema/index.ts';

/** No site key holds it, so that nothing which names a site by its key finds one that is being deleted. */
const MARK = '!';
const AFTER_MARK = String.fromCharCode(MARK.charCodeAt(0) + 1);

/** Rows that one statement deletes: D1 gives it up after half a minute, and others wait as long. */
const PORTION = 5_000;

/** Every table that holds rows of sites; one that is added to the schema is among them. */
const TABLES: readonly Table[] = [
  ...Object.values(schema)
    .filter((table) => 'siteId' in table)
    .map((table) => {
      const { name, columns, primaryKeys } = getTableConfig(table);
      const keys = primaryKeys[0]?.columns ?? columns.filter((column) => column.primary);
      return { name, key: keys.map((column) => column.name).join(', ') };
    }),
  // Of 0.1.0, and no longer in the schema.
  { name: 'visitors', key: 'site_id, id' },
];

/** `key`: the columns of the primary key. */
type Table = { readonly name: string; readonly key: string };

/**
 * Takes the key from the site, by which it is gone for everybody but `sitesBeingDeleted`. The key is free
 * from then on: a new site may have it before all of the old one is gone.
 */
export async function markSiteDeleted(d1: D1Database, key: string, now: EpochMs): Promise<void> {
  const { sites } = schema;
  await openDatabase(d1)
    .update(sites)
    .set({
      key: sql`${sites.key} || ${MARK} || ${sites.id}`,
      // Whoever is about to save the site finds it changed.
      version: sql`${sites.version} + 1`,
      updatedAt: now,
    })
    .where(eq(sites.key, key));
}

/** What is left to be told from a site that had the key, of which not all may be gone yet. */
export async function sitesBeingDeleted(d1: D1Database, key: string): Promise<{ key: string }[]> {
  const { sites } = schema;
  return openDatabase(d1)
    .select({ key: sites.key })
    .from(sites)
    .where(and(gt(sites.key, `${key}${MARK}`), lt(sites.key, `${key}${AFTER_MARK}`)));
}

/**
 * Deletes all rows of a site, portion by portion and its own row last: whatever stops it on the way,
 * doing it again completes it.
 *
 * @param portion rows that one statement deletes at most.
 */
export async function deleteSiteRows(
  d1: D1Database,
  siteId: string,
  portion: number = PORTION,
): Promise<void> {
  for (const table of TABLES) await deleteRows(d1, table, siteId, portion);
  await openDatabase(d1).delete(schema.sites).where(eq(schema.sites.id, siteId));
}

async function deleteRows(
  d1: D1Database,
  { name, key }: Table,
  siteId: string,
  portion: number,
): Promise<void> {
  const statement = d1
    .prepare(
      `DELETE FROM ${name} WHERE (${key}) IN (SELECT ${key} FROM ${name} WHERE site_id = ?1 LIMIT ?2)`,
    )
    .bind(siteId, portion);
  let deleted: number;
  do {
    deleted = (await statement.run()).meta.changes;
  } while (deleted > 0);
}
