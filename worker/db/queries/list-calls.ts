import { and, desc, eq, getTableColumns, gte, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { calls, matchCorrections, sessions, spamMarks } from '../schema/index.ts';
import type { PageRequest } from './page.ts';

/** What is to be told of a site's calls. */
export type CallsOf = {
  readonly siteId: string;
  /** Score from which a call is suspected of spam; null: none is, but by the owner's word. */
  readonly spamThreshold: number | null;
};

/** Whether calls taken for spam are among those wanted, or nothing else. */
export const SPAM_FILTERS = ['include', 'exclude', 'only'] as const;
export type SpamFilter = (typeof SPAM_FILTERS)[number];

/** What the owner last said of a call of the same caller, by the time of this one. */
const callerMark = sql<number | null>`(SELECT said.spam FROM spam_marks AS said
  WHERE said.site_id = ${calls.siteId} AND said.caller_hash = ${calls.callerHash}
    AND said.started_at <= ${calls.startedAt} ORDER BY said.started_at DESC LIMIT 1)`;

/** The session that the owner named, where they said who called, else that of the match. */
const statedSession = sql`CASE WHEN ${matchCorrections.callId} IS NULL THEN ${calls.sessionId}
  ELSE ${matchCorrections.sessionId} END`;

/** A site's calls with the sessions they are tied to, newest first. */
export async function listCalls(
  d1: D1Database,
  { siteId, spamThreshold }: CallsOf,
  page: PageRequest,
  spam: SpamFilter,
) {
  // As `judgeSpam` has it; without a threshold no score reaches it.
  const isSpam = sql`coalesce(${spamMarks.spam}, ${callerMark}, ${calls.spamScore} >= ${spamThreshold}, 0)`;
  return selectCalls(
    d1,
    and(
      eq(calls.siteId, siteId),
      page.from === undefined ? undefined : gte(calls.startedAt, page.from),
      page.to === undefined ? undefined : lt(calls.startedAt, page.to),
      page.after &&
        or(
          lt(calls.startedAt, page.after.at),
          and(eq(calls.startedAt, page.after.at), lt(calls.id, page.after.id)),
        ),
      spam === 'include' ? undefined : sql`${isSpam} = ${spam === 'only' ? 1 : 0}`,
    ),
  )
    .orderBy(desc(calls.startedAt), desc(calls.id))
    .limit(page.limit + 1);
}

/** One call of a site; undefined for one that it does not have. */
export async function findCall(d1: D1Database, siteId: string, id: string) {
  return selectCalls(d1, and(eq(calls.siteId, siteId), eq(calls.id, id))).get();
}

/** Calls of which the owner has said who made them. */
export async function correctedCalls(
  d1: D1Database,
  siteId: string,
  { from, to }: { readonly from: EpochMs; readonly to: EpochMs },
) {
  return selectCalls(
    d1,
    and(
      eq(calls.siteId, siteId),
      gte(calls.startedAt, from),
      lt(calls.startedAt, to),
      isNotNull(matchCorrections.callId),
    ),
  );
}

function selectCalls(d1: D1Database, wanted: SQL | undefined) {
  const { events, ...columns } = getTableColumns(calls);
  const ofTheSameCaller = sql`earlier.site_id = ${calls.siteId} AND earlier.caller_hash = ${calls.callerHash}`;
  const isRepeat = sql<number>`EXISTS (SELECT 1 FROM calls AS earlier
    WHERE ${ofTheSameCaller} AND earlier.started_at < ${calls.startedAt})`;
  const isBlocked = sql<number>`EXISTS (SELECT 1 FROM blocked_callers AS blocked
    WHERE blocked.site_id = ${calls.siteId} AND blocked.caller_hash = ${calls.callerHash})`;
  return openDatabase(d1)
    .select({
      ...columns,
      isRepeat,
      isBlocked,
      marked: spamMarks.spam,
      callerMark,
      correctedAt: matchCorrections.correctedAt,
      correctedSessionId: matchCorrections.sessionId,
      session: sessions,
    })
    .from(calls)
    .leftJoin(
      matchCorrections,
      and(eq(matchCorrections.siteId, calls.siteId), eq(matchCorrections.callId, calls.id)),
    )
    .leftJoin(sessions, and(eq(sessions.siteId, calls.siteId), eq(sessions.id, statedSession)))
    .leftJoin(spamMarks, and(eq(spamMarks.siteId, calls.siteId), eq(spamMarks.callId, calls.id)))
    .where(wanted);
}

export type ListedCall = Awaited<ReturnType<typeof listCalls>>[number];
