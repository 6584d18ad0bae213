import { and, eq } from 'drizzle-orm';
import { openDatabase } from '../client.ts';
import { calls } from '../schema/index.ts';

/** What was recorded of a call, and by which provider; undefined for a call that the site does not have. */
export async function callRecordings(d1: D1Database, siteId: string, callId: string) {
  const [call] = await openDatabase(d1)
    .select({ provider: calls.provider, recordings: calls.recordings })
    .from(calls)
    .where(and(eq(calls.siteId, siteId), eq(calls.id, callId)));
  return call;
}
