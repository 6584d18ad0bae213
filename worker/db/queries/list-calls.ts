import {
  and,
  desc,
  eq,
  getTableColumns,
  gt,
  gte,
  isNotNull,
  lt,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
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
export async function listCalls(d1: D1Database, of: CallsOf, page: PageRequest, spam: SpamFilter) {
  return selectCalls(
    d1,
    and(
      wanted(of, page, spam),
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

/** Calls read at a time. */
const PORTION = 500;

/** All calls of a time, oldest first, portion by portion. */
export async function* everyCall(
  d1: D1Database,
  of: CallsOf,
  window: Pick<PageRequest, 'from' | 'to'>,
  spam: SpamFilter,
): AsyncGenerator<ListedCall> {
  let last: ListedCall | undefined;
  do {
    const after =
      last &&
      or(
        gt(calls.startedAt, last.startedAt),
        and(eq(calls.startedAt, last.startedAt), gt(calls.id, last.id)),
      );
    const read: ListedCall[] = await selectCalls(d1, and(wanted(of, window, spam), after))
      .orderBy(calls.startedAt, calls.id)
      .limit(PORTION);
    yield* read;
    last = read.length === PORTION ? read.at(-1) : undefined;
  } while (last);
}

function wanted(
  { siteId, spamThreshold }: CallsOf,
  { from, to }: Pick<PageRequest, 'from' | 'to'>,
  spam: SpamFilter,
): SQL | undefined {
  // As `judgeSpam` has it; without a threshold no score reaches it.
  const isSpam = sql`coalesce(${spamMarks.spam}, ${callerMark}, ${calls.spamScore} >= ${spamThreshold}, 0)`;
  return and(
    eq(calls.siteId, siteId),
    from === undefined ? undefined : gte(calls.startedAt, from),
    to === undefined ? undefined : lt(calls.startedAt, to),
    spam === 'include' ? undefined : sql`${isSpam} = ${spam === 'only' ? 1 : 0}`,
  );
}

/** One call of a site; undefined for one that it does not have. */
export async function findCall(d1: D1Database, siteId: string, id: string) {
  return selectCalls(d1, and(eq(calls.siteId, siteId), eq(calls.id, id))).get();
}

/** Calls of a time of which the owner has said who made them. */
export async function correctedCalls(
  d1: D1Database,
  of: CallsOf,
  window: Pick<PageRequest, 'from' | 'to'>,
) {
  return selectCalls(d1, and(wanted(of, window, 'include'), isNotNull(matchCorrections.callId)));
}

function selectCalls(d1: D1Database, condition: SQL | undefined) {
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
    .where(condition);
}

export type ListedCall = Awaited<ReturnType<typeof selectCalls>>[number];
