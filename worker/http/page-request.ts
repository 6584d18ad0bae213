import type { Context, MiddlewareHandler } from 'hono';
import { isLocalhost, originAllowed } from '../domain/origins.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';

/**
 * CORS for what a page asks: the page's origin may read every reply, refusals included, so that the
 * snippet can tell them apart. Which origin may have a number is decided by `pageSite`.
 */
export const pageCors: MiddlewareHandler<App> = async (c, next) => {
  const origin = c.req.header('origin');
  if (origin !== undefined) c.header('Access-Control-Allow-Origin', origin);
  c.header('Vary', 'Origin');
  c.header('Cache-Control', 'no-store');
  if (c.req.method === 'OPTIONS') {
    c.header('Access-Control-Allow-Methods', 'POST');
    c.header('Access-Control-Allow-Headers', 'content-type');
    c.header('Access-Control-Max-Age', '86400');
    return c.body(null, 204);
  }
  return next();
};

/**
 * The site a page names, if its origin is one of the site's.
 *
 * @param origins of which one has to be allowed; the page's own unless a cache stands in for it.
 * @throws Refusal `site_unknown`, `origin_refused`
 */
export async function pageSite(
  c: Context<App>,
  key: string,
  origins: readonly string[] = [c.req.header('origin') ?? ''],
): Promise<SiteSnapshot> {
  const { sites, runtime } = c.var.services;
  const site = (await sites.byKey(key)) ?? refuse('site_unknown');
  const allowed = origins.some(
    (origin) =>
      originAllowed(origin, site.origins) || (runtime.mode === 'local' && isLocalhost(origin)),
  );
  if (!allowed) {
    const [origin] = origins;
    refuse('origin_refused', `Add ${origin || 'the origin of the page'} to the site's origins.`);
  }
  return site;
}
