import { and, desc, eq, getTableColumns, gte, lt, or } from 'drizzle-orm';
import { openDatabase } from '../client.ts';
import { messages, sessions } from '../schema/index.ts';
import type { PageRequest } from './page.ts';

/** A site's text messages with the sessions they are tied to, newest first. */
export async function listMessages(d1: D1Database, siteId: string, page: PageRequest) {
  const { receivedAt, ...columns } = getTableColumns(messages);
  return openDatabase(d1)
    .select({ ...columns, startedAt: receivedAt, session: sessions })
    .from(messages)
    .leftJoin(
      sessions,
      and(eq(sessions.siteId, messages.siteId), eq(sessions.id, messages.sessionId)),
    )
    .where(
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

export type ListedMessage = Awaited<ReturnType<typeof listMessages>>[number];
