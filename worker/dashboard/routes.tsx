import { Hono } from 'hono';
import { readableSite } from '../http/api-auth.ts';
import type { App } from '../http/app-env.ts';
import { refuse } from '../http/errors.ts';
import { listQuerySchema, nextCursor, pageRequest } from '../http/list-query.ts';
import { readCalls } from '../http/reports.ts';
import { CallsPage } from './calls-page.tsx';

/** The queries of the API, but for the site: without one, the key's own is shown. */
const pageQuerySchema = listQuerySchema.extend({ site: listQuerySchema.shape.site.optional() });

/** `/app`: pages for people, behind the API key (a browser asks for it as a password). */
export const dashboard = new Hono<App>()
  .get('/', (c) => c.redirect('/app/calls'))
  .get('/calls', async (c) => {
    const query = pageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const site = await readableSite(c, query.data.site);
    const page = pageRequest(query.data);
    const calls = await readCalls(c, site, page);
    const next = nextCursor(calls, page.limit);
    c.header('Cache-Control', 'no-store');
    return c.html(
      <CallsPage
        siteName={site.name}
        calls={calls}
        nextHref={next && `?${new URLSearchParams({ ...c.req.query(), cursor: next })}`}
      />,
    );
  });
