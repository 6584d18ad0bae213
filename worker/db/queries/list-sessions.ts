import { and, desc, eq, gte, isNotNull, lt } from 'drizzle-orm';
import { idAtTime } from '../../domain/ids.ts';
import { openDatabase } from '../client.ts';
import { leases, type SessionLease, sessions } from '../schema/index.ts';
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

/**
 * A site's leases, newest first: those that sessions began with, which their rows carry, and the further
 * ones. Each is read in the order of its ids, so neither is sorted.
 */
export async function listLeases(
  d1: D1Database,
  siteId: string,
  page: PageRequest,
): Promise<ListedLease[]> {
  const db = openDatabase(d1);
  const [begunWith, further] = await db.batch([
    db
      .select({ id: sessions.id, startedAt: sessions.startedAt, lease: sessions.lease })
      .from(sessions)
      .where(
        and(eq(sessions.siteId, siteId), isNotNull(sessions.lease), ...idBounds(sessions.id, page)),
      )
      .orderBy(desc(sessions.id))
      .limit(page.limit + 1),
    db
      .select()
      .from(leases)
      .where(and(eq(leases.siteId, siteId), ...idBounds(leases.id, page)))
      .orderBy(desc(leases.id))
      .limit(page.limit + 1),
  ]);
  const first = begunWith.flatMap(({ id, startedAt, lease }) =>
    lease ? [{ id, sessionId: id, startedAt, ...lease }] : [],
  );
  return [...first, ...further].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, page.limit + 1);
}

export type ListedLease = SessionLease & {
  readonly id: string;
  readonly sessionId: string;
  readonly startedAt: number;
};

export type ListedSession = Awaited<ReturnType<typeof listSessions>>[number];

function idBounds(id: typeof sessions.id | typeof leases.id, { from, to, after }: PageRequest) {
  return [
    from === undefined ? undefined : gte(id, idAtTime(from)),
    to === undefined ? undefined : lt(id, idAtTime(to)),
    after && lt(id, after.id),
  ];
}
