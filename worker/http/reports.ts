import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { listCalls, type SpamFilter } from '../db/queries/list-calls.ts';
import { listMessages } from '../db/queries/list-messages.ts';
import { listLeases, listSessions } from '../db/queries/list-sessions.ts';
import type { PageRequest } from '../db/queries/page.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { unsealCaller } from '../keys/caller.ts';
import { openMessage } from '../keys/sealed-message.ts';
import { readableSite } from './api-auth.ts';
import type { App } from './app-env.ts';
import { callsQuerySchema, cutPage, listQuerySchema, pageRequest } from './list-query.ts';
import { openApiRouter } from './open-api.ts';
import {
  type PresentedCall,
  type PresentedMessage,
  presentCall,
  presentLease,
  presentMessage,
  presentSession,
} from './present.ts';
import { callSchema, leaseSchema, messageSchema, sessionSchema } from './report-schema.ts';

/** `GET /api/v1/calls`, `/messages`, `/sessions` and `/leases`: lists, newest first, page by page. */
export const reports = openApiRouter();

reports.openapi(
  listRoute(
    'calls',
    'Calls with their match and the session behind it',
    callSchema,
    callsQuerySchema,
  ),
  async (c) => {
    const query = c.req.valid('query');
    const page = pageRequest(query);
    const site = await readableSite(c, query.site);
    return c.json(await readCalls(c, site, page, query.spam), 200);
  },
);

reports.openapi(
  listRoute(
    'messages',
    'Text messages with their match and the session behind it',
    messageSchema,
    listQuerySchema,
  ),
  async (c) => {
    const query = c.req.valid('query');
    const page = pageRequest(query);
    const site = await readableSite(c, query.site);
    return c.json(await readMessages(c, site, page), 200);
  },
);

reports.openapi(
  listRoute('sessions', 'Visits with their touch and journey', sessionSchema, listQuerySchema),
  async (c) => {
    const query = c.req.valid('query');
    const page = pageRequest(query);
    const site = await readableSite(c, query.site);
    const read = await listSessions(c.var.services.d1, site.id, page);
    const { rows, next } = cutPage(read, page.limit);
    return c.json({ sessions: rows.map(presentSession), next }, 200);
  },
);

reports.openapi(
  listRoute('leases', 'Which session held which number when', leaseSchema, listQuerySchema),
  async (c) => {
    const query = c.req.valid('query');
    const page = pageRequest(query);
    const site = await readableSite(c, query.site);
    const { d1, runtime } = c.var.services;
    const { rows, next } = cutPage(await listLeases(d1, site.id, page), page.limit);
    const now = runtime.clock.now();
    return c.json({ leases: rows.map((row) => presentLease(row, now)), next }, 200);
  },
);

/** The calls of one page, callers in the clear: what the API and the dashboard both show. */
export async function readCalls(
  c: Context<App>,
  site: SiteSnapshot,
  page: PageRequest,
  spam: SpamFilter,
): Promise<{ calls: PresentedCall[]; next: string | null }> {
  const { d1, keyring } = c.var.services;
  const { id: siteId, spamThreshold } = site;
  const read = await listCalls(d1, { siteId, spamThreshold }, page, spam);
  const { rows, next } = cutPage(read, page.limit);
  const calls = await Promise.all(
    rows.map(async (row) =>
      presentCall(site, row, await unsealCaller(keyring, siteId, row.callerSealed)),
    ),
  );
  return { calls, next };
}

/** The text messages of one page, in the clear. */
export async function readMessages(
  c: Context<App>,
  site: SiteSnapshot,
  page: PageRequest,
): Promise<{ messages: PresentedMessage[]; next: string | null }> {
  const { d1, keyring } = c.var.services;
  const { rows, next } = cutPage(await listMessages(d1, site.id, page), page.limit);
  const messages = await Promise.all(
    rows.map(async (row) => presentMessage(row, await openMessage(keyring, site.id, row))),
  );
  return { messages, next };
}

function listRoute<N extends string, S extends z.ZodType, Q extends typeof listQuerySchema>(
  name: N,
  summary: string,
  item: S,
  query: Q,
) {
  const body = z.object({ [name]: z.array(item), next: z.string().nullable() } as {
    [key in N]: z.ZodArray<S>;
  } & { next: z.ZodNullable<z.ZodString> });
  return createRoute({
    method: 'get',
    path: `/${name}`,
    summary,
    security: [{ apiKey: [] }],
    request: { query },
    responses: { 200: { description: summary, content: { 'application/json': { schema: body } } } },
  });
}
