import { and, desc, eq, getTableColumns, gte, lt, or, type SQL } from 'drizzle-orm';
import { timeOfId } from '../../domain/ids.ts';
import { openDatabase } from '../client.ts';
import { messages, sessions } from '../schema/index.ts';
import type { PageRequest } from './page.ts';

const { receivedAt, ...columns } = getTableColumns(messages);

/** A site's text messages with the sessions they are tied to, newest first. */
export async function listMessages(d1: D1Database, siteId: string, page: PageRequest) {
  return selectMessages(
    d1,
    and(
      eq(messages.siteId, siteId),
      page.from === undefined ? undefined : gte(receivedAt, page.from),
      page.to === undefined ? undefined : lt(receivedAt, page.to),
      page.after &&
        or(
          lt(receivedAt, page.after.at),
          and(eq(receivedAt, page.after.at), lt(messages.id, page.after.id)),
        ),
    ),
  )
    .orderBy(desc(receivedAt), desc(messages.id))
    .limit(page.limit + 1);
}

/** One message of a site; undefined for one that it does not have. */
export async function findMessage(d1: D1Database, siteId: string, id: string) {
  // The id says when, and so where in the index by time.
  const at = timeOfId(id);
  const thatMoment = and(gte(receivedAt, at), lt(receivedAt, at + 1));
  return selectMessages(
    d1,
    and(eq(messages.siteId, siteId), thatMoment, eq(messages.id, id)),
  ).get();
}

function selectMessages(d1: D1Database, wanted: SQL | undefined) {
  return openDatabase(d1)
    .select({ ...columns, startedAt: receivedAt, session: sessions })
    .from(messages)
    .leftJoin(
      sessions,
      and(eq(sessions.siteId, messages.siteId), eq(sessions.id, messages.sessionId)),
    )
    .where(wanted);
}

export type ListedMessage = Awaited<ReturnType<typeof listMessages>>[number];
