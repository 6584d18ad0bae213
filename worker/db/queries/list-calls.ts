import { and, desc, eq, getTableColumns, gte, lt, or, sql } from 'drizzle-orm';
import { openDatabase } from '../client.ts';
import { calls, sessions } from '../schema/index.ts';
import type { PageRequest } from './page.ts';

/** Calls with the sessions they are tied to. */
function selectCalls(d1: D1Database) {
  const { events, ...columns } = getTableColumns(calls);
  const ofTheSameCaller = sql`earlier.site_id = ${calls.siteId} AND earlier.caller_hash = ${calls.callerHash}`;
  const isRepeat = sql<number>`EXISTS (SELECT 1 FROM calls AS earlier
    WHERE ${ofTheSameCaller} AND earlier.started_at < ${calls.startedAt})`;
  return openDatabase(d1)
    .select({ ...columns, isRepeat, session: sessions })
    .from(calls)
    .leftJoin(sessions, and(eq(sessions.siteId, calls.siteId), eq(sessions.id, calls.sessionId)));
}

/** A site's calls, newest first. */
export async function listCalls(d1: D1Database, siteId: string, page: PageRequest) {
  return selectCalls(d1)
    .where(
      and(
        eq(calls.siteId, siteId),
        page.from === undefined ? undefined : gte(calls.startedAt, page.from),
        page.to === undefined ? undefined : lt(calls.startedAt, page.to),
        page.after &&
          or(
            lt(calls.startedAt, page.after.at),
            and(eq(calls.startedAt, page.after.at), lt(calls.id, page.after.id)),
          ),
      ),
    )
    .orderBy(desc(calls.startedAt), desc(calls.id))
    .limit(page.limit + 1);
}

/** One call of a site; undefined where D1 does not have it. */
export async function readCall(
  d1: D1Database,
  siteId: string,
  id: string,
): Promise<ListedCall | undefined> {
  const [call] = await selectCalls(d1).where(and(eq(calls.siteId, siteId), eq(calls.id, id)));
  return call;
}

export type ListedCall = Awaited<ReturnType<typeof listCalls>>[number];
