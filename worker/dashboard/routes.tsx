import { Hono } from 'hono';
import { readableSite } from '../http/api-auth.ts';
import type { App } from '../http/app-env.ts';
import { refuse } from '../http/errors.ts';
import { listQuerySchema, pageRequest } from '../http/list-query.ts';
import { readCalls } from '../http/reports.ts';
import { CallsPage } from './calls-page.tsx';
import { HomePage } from './home-page.tsx';

/** The queries of the API, but for the site: without one, the key's own is shown. */
const pageQuerySchema = listQuerySchema.extend({ site: listQuerySchema.shape.site.optional() });

/** `/`: what this is, and where to go. */
export const home = new Hono<App>().get('/', (c) => c.html(<HomePage />));

/** `/app`: pages for people, behind the API key (a browser asks for it as a password). */
export const dashboard = new Hono<App>()
  .get('/', (c) => c.redirect('/app/calls'))
  .get('/calls', async (c) => {
    const query = pageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const site = await readableSite(c, query.data.site);
    const { calls, next } = await readCalls(c, site, pageRequest(query.data));
    c.header('Cache-Control', 'no-store');
    return c.html(
      <CallsPage
        siteName={site.name}
        calls={calls}
        now={c.var.services.runtime.clock.now()}
        nextHref={next && `?${new URLSearchParams({ ...c.req.query(), cursor: next })}`}
      />,
    );
  });
