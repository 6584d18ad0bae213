import { env, runInDurableObject } from 'cloudflare:test';
import { idAtTime } from '../../../worker/domain/ids.ts';
import { DAY, SECOND } from '../../../worker/domain/time.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { openTables, type PoolTables } from '../../../worker/pool/tables.ts';
import { advance } from './local.ts';
import type { TestSite } from './make-site.ts';
import { drain, poolOf } from './pool.ts';

/** Days go by, five at a time, with the alarms of a site on which something happens every day. */
export async function letDaysPass(site: TestSite, count: number): Promise<void> {
  for (let day = 0; day < count; day += 5) {
    await advance((5 * DAY) / SECOND);
    await drain(site);
  }
}

/** The object's tables, opened beside those that it has itself. */
export function withTables<T>(site: TestSite, use: (tables: PoolTables) => T): Promise<T> {
  return runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
    const tables = openTables(sql, env.DB);
    return use(tables) as T;
  });
}

/** D1 counts as having everything, from when the tables are opened next. */
export function markSent(sql: SqlStorage): void {
  sql.exec(
    'INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)',
    'sent',
    JSON.stringify({ rev: 1_000_000, from: idAtTime(localClock.now()) }),
  );
}
