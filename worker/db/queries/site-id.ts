import { eq } from 'drizzle-orm';
import { openDatabase } from '../client.ts';
import { sites } from '../schema/index.ts';

/** The id of the site with this key; undefined for an unknown key. */
export async function siteIdOf(d1: D1Database, key: string): Promise<string | undefined> {
  const db = openDatabase(d1);
  const row = await db.select({ id: sites.id }).from(sites).where(eq(sites.key, key)).get();
  return row?.id;
}
