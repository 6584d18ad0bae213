import { idAtTime } from '../../domain/ids.ts';
import type { TracedLease, TracedSession } from '../../domain/replay/trace-of.ts';
import type { EpochMs } from '../../domain/time.ts';
import { sourceName } from '../../domain/touches/source-name.ts';

/*
 * What a trace tells of visits. Ids are in the order of time, so rows are read in that of their start.
 */

type Window = { readonly from: EpochMs; readonly to: EpochMs };

/** Rows read at a time. */
const PORTION = 500;

type SessionRow = Omit<TracedSession, 'source' | 'journey'> & {
  readonly id: string;
  readonly source: string;
  readonly medium: string;
  readonly journey: string;
};

/** Sessions that asked for a number of a pool, whether they got one or not. */
export async function* tracedSessions(
  d1: D1Database,
  siteId: string,
  window: Window,
): AsyncGenerator<TracedSession> {
  const rows = inPortions<SessionRow>(
    d1,
    `SELECT id, visitor_id AS visitorId, started_at AS startedAt, last_seen_at AS lastSeenAt, source, medium,
       lease ->> 'number' AS number,
       (SELECT json_group_array(json_object('type', value ->> 'type', 'at', value ->> 'at')) FROM json_each(journey)
        WHERE value ->> 'type' IN ('page', 'tap')) AS journey
     FROM sessions
     WHERE site_id = ?1 AND id >= ?2 AND id < ?3 AND (lease IS NOT NULL OR grade <> 'source')
     ORDER BY id LIMIT ?4`,
    siteId,
    window,
  );
  for await (const { id, source, medium, journey, ...session } of rows) {
    yield { ...session, source: sourceName({ source, medium }), journey: JSON.parse(journey) };
  }
}

/** Numbers that sessions were shown beside the one they began with. */
export async function* tracedLeases(
  d1: D1Database,
  siteId: string,
  window: Window,
): AsyncGenerator<TracedLease> {
  const rows = inPortions<TracedLease & { readonly id: string }>(
    d1,
    `SELECT leases.id, leases.number, leases.started_at AS startedAt, sessions.visitor_id AS visitorId
     FROM leases JOIN sessions ON sessions.site_id = leases.site_id AND sessions.id = leases.session_id
     WHERE leases.site_id = ?1 AND leases.id >= ?2 AND leases.id < ?3
     ORDER BY leases.id LIMIT ?4`,
    siteId,
    window,
  );
  for await (const { id, ...lease } of rows) yield lease;
}

/** Rows of a statement that is given site, first id, end and count. */
async function* inPortions<R extends { readonly id: string }>(
  d1: D1Database,
  statement: string,
  siteId: string,
  { from, to }: Window,
): AsyncGenerator<R> {
  let first = idAtTime(from);
  for (;;) {
    const read = d1.prepare(statement).bind(siteId, first, idAtTime(to), PORTION);
    const { results } = await read.all<R>();
    yield* results;
    const last = results.at(-1);
    if (last === undefined || results.length < PORTION) return;
    // No id lies between.
    first = `${last.id}0`;
  }
}
