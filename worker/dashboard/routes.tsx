import { type Context, Hono } from 'hono';
import { csrf } from 'hono/csrf';
import { DAY } from '../domain/time.ts';
import { readableSite } from '../http/api-auth.ts';
import type { App } from '../http/app-env.ts';
import { correctCall, wordOfForm } from '../http/corrections.ts';
import { refuse } from '../http/errors.ts';
import { callsQuerySchema, pageRequest } from '../http/list-query.ts';
import { readPoolUse } from '../http/pools.ts';
import { poolsPageQuerySchema } from '../http/pools-schema.ts';
import { fetchRecording } from '../http/recordings.ts';
import { readCalls, readMessages } from '../http/reports.ts';
import { readSignatureAlerts } from '../http/signature-alerts.ts';
import { SNIPPET_VERSION, snippetIntegrity } from '../http/snippet-files.ts';
import { healthPageQuerySchema, readSnippetHours } from '../http/snippet-hours.ts';
import { sayOfCall, spamWordOf } from '../http/spam.ts';
import { CallsPage } from './calls-page.tsx';
import { HealthPage } from './health-page.tsx';
import { HomePage } from './home-page.tsx';
import { MessagesPage } from './messages-page.tsx';
import { PoolsPage } from './pools-page.tsx';

/** The queries of the API, but for the site: without one, the key's own is shown. */
const pageQuerySchema = callsQuerySchema.extend({ site: callsQuerySchema.shape.site.optional() });

/** `/`: what this is, and where to go. */
export const home = new Hono<App>().get('/', async (c) =>
  c.html(
    <HomePage
      api={c.var.services.publicUrl(c.req.raw)}
      version={SNIPPET_VERSION}
      integrity={await snippetIntegrity()}
    />,
  ),
);

/** `/app`: pages for people, behind the API key (a browser asks for it as a password). */
export const dashboard = new Hono<App>()
  // A browser sends the key along whoever's page a form stands on.
  .use(csrf())
  .get('/', (c) => c.redirect('/app/calls'))
  .get('/calls', async (c) => {
    const query = pageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const site = await readableSite(c, query.data.site);
    const { calls, next } = await readCalls(c, site, pageRequest(query.data), query.data.spam);
    c.header('Cache-Control', 'no-store');
    return c.html(
      <CallsPage
        siteName={site.name}
        site={query.data.site}
        calls={calls}
        now={c.var.services.runtime.clock.now()}
        query={c.req.query()}
        spam={query.data.spam}
        nextHref={next && `?${new URLSearchParams({ ...c.req.query(), cursor: next })}`}
      />,
    );
  })
  .get('/calls/:id/recordings/:recording', (c) =>
    fetchRecording(c, c.req.query('site'), c.req.param('id'), c.req.param('recording')),
  )
  .post('/calls/:id/spam', async (c) => {
    const site = await readableSite(c, c.req.query('site'));
    const id = c.req.param('id');
    await sayOfCall(c.var.services, site, id, spamWordOf(await c.req.parseBody()));
    return backToCall(c, id);
  })
  .post('/calls/:id/match', async (c) => {
    const site = await readableSite(c, c.req.query('site'));
    const id = c.req.param('id');
    await correctCall(c.var.services, site, id, wordOfForm(await c.req.parseBody()));
    return backToCall(c, id);
  })
  .get('/messages', async (c) => {
    const query = pageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const site = await readableSite(c, query.data.site);
    const { messages, next } = await readMessages(c, site, pageRequest(query.data));
    c.header('Cache-Control', 'no-store');
    return c.html(
      <MessagesPage
        siteName={site.name}
        site={query.data.site}
        messages={messages}
        nextHref={next && `?${new URLSearchParams({ ...c.req.query(), cursor: next })}`}
      />,
    );
  })
  .get('/pools', async (c) => {
    const query = poolsPageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const { site: key, days, blocking, coolDown: coolDownSeconds, hour } = query.data;
    const { d1, runtime } = c.var.services;
    const now = runtime.clock.now();
    const window = { from: now - days * DAY, to: now };
    const site = await readableSite(c, key);
    const pools = await readPoolUse(d1, site, site.pools, window);
    const view = { site: key, days, wishes: { blocking, coolDownSeconds, hour } };
    c.header('Cache-Control', 'no-store');
    return c.html(<PoolsPage site={site} pools={pools} view={view} window={window} />);
  })
  .get('/health', async (c) => {
    const query = healthPageQuerySchema.safeParse(c.req.query());
    if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
    const { site: key, days } = query.data;
    const { d1, runtime, publicUrl } = c.var.services;
    const now = runtime.clock.now();
    const window = { from: now - days * DAY, to: now };
    const site = await readableSite(c, key);
    const [hours, alerts] = await Promise.all([
      readSnippetHours(d1, site, window),
      readSignatureAlerts(c.var.services, site),
    ]);
    c.header('Cache-Control', 'no-store');
    return c.html(
      <HealthPage
        site={site}
        hours={hours}
        alerts={alerts}
        window={window}
        view={{ site: key, days }}
        api={publicUrl(c.req.raw)}
      />,
    );
  });

/** From a form back to the row of the list that it stood in. */
function backToCall(c: Context<App>, id: string): Response {
  const query = new URLSearchParams(c.req.query()).toString();
  return c.redirect(`/app/calls${query && `?${query}`}#${encodeURIComponent(id)}`, 303);
}
