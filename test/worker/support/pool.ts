import {
  env,
  evictDurableObject,
  runDurableObjectAlarm,
  runInDurableObject,
} from 'cloudflare:test';
import { dumpOwnTables, OWN_TABLES } from './own-tables.ts';

type Site = { readonly id: string };

/** The site's pool. */
export function poolOf({ id }: Site) {
  return env.POOL.get(env.POOL.idFromName(id));
}

/** Brings everything on its way to D1 there, as the alarm does. */
export function drain(site: Site): Promise<void> {
  return poolOf(site).drain();
}

/** Rings the platform's alarm, if the object has set one. */
export function ringAlarm(site: Site): Promise<boolean> {
  return runDurableObjectAlarm(poolOf(site));
}

/** What a deployment or a crash does to the object: memory is gone, tables stay. */
export function evict(site: Site): Promise<void> {
  return evictDurableObject(poolOf(site));
}

/** Rows of one of the object's own tables. */
export function ownRows<R extends Record<string, SqlStorageValue>>(
  site: Site,
  query: string,
): Promise<R[]> {
  return runInDurableObject(poolOf(site), (_, { storage }) => storage.sql.exec<R>(query).toArray());
}

/** Every text in every one of the object's tables. */
export function dumpPool(site: Site): Promise<string> {
  return runInDurableObject(poolOf(site), (_, { storage: { sql } }) =>
    JSON.stringify(dumpOwnTables(sql)),
  );
}

/** Every text in every one of D1's tables. */
export async function dumpD1(): Promise<string> {
  const { results: tables } = await env.DB.prepare(OWN_TABLES).all<{ name: string }>();
  const dumps = await Promise.all(
    tables.map(async ({ name }) => [
      name,
      (await env.DB.prepare(`SELECT * FROM "${name}"`).all()).results,
    ]),
  );
  return JSON.stringify(dumps);
}

/** When the platform will ring the object's alarm, in its own time; null where none is set. */
export function alarmAt(site: Site): Promise<number | null> {
  return runInDurableObject(poolOf(site), (_, { storage }) => storage.getAlarm());
}
