import { createRoute, z } from '@hono/zod-openapi';
import { judgedCall } from '../db/queries/judged-call.ts';
import { everyCall } from '../db/queries/list-calls.ts';
import { tracedLeases, tracedSessions } from '../db/queries/traced-visits.ts';
import { type Judged, statedMatch } from '../domain/matching/revise-match.ts';
import { mondayBefore, type TracedCall, traceOf } from '../domain/replay/trace-of.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { nameOfCaller } from '../keys/caller.ts';
import type { Services } from '../services.ts';
import { readableSite } from './api-auth.ts';
import { JSON_LINES, jsonLines } from './json-lines.ts';
import { windowQuerySchema } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import { type TimeWindow, timeWindow, WINDOW_RULE } from './time-window.ts';

/** `GET /api/v1/trace`: what happened, to be played again with other numbers and hold times. */
export const trace = openApiRouter();

const route = createRoute({
  method: 'get',
  path: '/',
  summary: `What visitors and callers did, in the order of time, ${WINDOW_RULE}`,
  description:
    'JSON lines, to be replayed with other numbers and hold times. `t` is in seconds since the Monday, 00:00 UTC, ' +
    'before `from`; visitors and callers go by random names and keyed hashes. `cause` is the visitor who called, where ' +
    'the match is certain or you said so; else `known` is false. Visits that static numbers served and calls to those are left out.',
  security: [{ apiKey: [] }],
  request: { query: windowQuerySchema },
  responses: {
    200: {
      description: 'One event in each line',
      content: { [JSON_LINES]: { schema: z.string() } },
    },
  },
});

trace.openapi(route, async (c) => {
  const { services } = c.var;
  const query = c.req.valid('query');
  const window = timeWindow(query, services.runtime.clock.now());
  const own = await readableSite(c, query.site);
  const recorded = {
    sessions: tracedSessions(services.d1, own.id, window),
    leases: tracedLeases(services.d1, own.id, window),
    calls: tracedCalls(services, own, window),
    numbers: own.pools.flatMap(({ numbers }) => numbers),
  };
  return jsonLines(traceOf(recorded, mondayBefore(window.from, 0)));
});

/** Calls to numbers of pools, oldest first. */
async function* tracedCalls(
  { d1, keyring }: Services,
  { id: siteId, spamThreshold }: SiteSnapshot,
  window: TimeWindow,
): AsyncGenerator<TracedCall> {
  for await (const row of everyCall(d1, { siteId, spamThreshold }, window, 'include')) {
    const { number, callerHash, startedAt } = row;
    if (number === null || row.staticSource) continue;
    const caller = callerHash && (await nameOfCaller(keyring, siteId, callerHash));
    const cause = knownCause(judgedCall(row));
    yield { startedAt, number, caller, ...(cause !== undefined && { cause }) };
  }
}

/** The visitor who called, null where the owner says that none did; undefined where it is not as good as known. */
function knownCause(judged: Judged): string | null | undefined {
  const { sessionId, band, candidates } = statedMatch(judged);
  if (judged.correction && sessionId === null) return null;
  if (band !== 'certain') return undefined;
  return candidates.find((candidate) => candidate.sessionId === sessionId)?.visitorId;
}
