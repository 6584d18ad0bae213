import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { idAtTime } from '../../domain/ids.ts';
import { openDatabase } from '../client.ts';
import { leases, sessions } from '../schema/index.ts';
import type { PageRequest } from './page.ts';

/** A site's sessions, newest first. Ids are in the order of time: the primary key serves every bound. */
export async function listSessions(d1: D1Database, siteId: string, page: PageRequest) {
  return openDatabase(d1)
    .select()
    .from(sessions)
    .where(and(eq(sessions.siteId, siteId), ...idBounds(sessions.id, page)))
    .orderBy(desc(sessions.id))
    .limit(page.limit + 1);
}

/** A site's leases, newest first. */
export async function listLeases(d1: D1Database, siteId: string, page: PageRequest) {
  return openDatabase(d1)
    .select()
    .from(leases)
    .where(and(eq(leases.siteId, siteId), ...idBounds(leases.id, page)))
    .orderBy(desc(leases.id))
    .limit(page.limit + 1);
}

export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number];
export type ListedLease = Awaited<ReturnType<typeof listLeases>>[number];

function idBounds(id: typeof sessions.id | typeof leases.id, { from, to, after }: PageRequest) {
  return [
    from === undefined ? undefined : gte(id, idAtTime(from)),
    to === undefined ? undefined : lt(id, idAtTime(to)),
    after && lt(id, after.id),
  ];
}
