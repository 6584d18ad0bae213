import { type Context, Hono } from 'hono';
import { snippetSettings } from '../domain/snippet-options.ts';
import { sha256Hex } from '../telephony/hmac.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { PINNED_FILES, SNIPPET_VERSION, siteSnippet } from './snippet-files.ts';

/** No site key has a dot. */
const PINNED = /^v\d+\.\d+\.\d+[\w.-]{0,32}$/;

/**
 * `GET /s/{siteKey}.js`: the snippet with the site's public settings inlined; it loads what may come a
 * little later from `/s/v{version}-more.js`. `GET /s/v{version}.js`: all in one file and without settings,
 * for subresource integrity. What has a version never changes, and is served of earlier versions too.
 */
export const snippetFile = new Hono<App>().get('/:file{[^/]+\\.js}', async (c) => {
  const name = c.req.param('file').slice(0, -'.js'.length);
  // A snippet may be loaded with `crossorigin`, as integrity checks demand.
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  c.header('X-Content-Type-Options', 'nosniff');
  const { sites, pinned, publicUrl } = c.var.services;
  // Before this version is replaced by the next: then its pages ask for it all the same.
  for (const [file, code] of PINNED_FILES) c.executionCtx.waitUntil(pinned.keep(file, code));
  if (PINNED.test(name)) {
    return script(c, await pinnedFile(c, name), 'public, max-age=31536000, immutable');
  }
  const site = (await sites.byKey(name)) ?? refuse('site_unknown');
  const code = siteSnippet(snippetSettings(site, publicUrl(c.req.raw)));
  return script(c, code, 'public, max-age=300, stale-while-revalidate=86400');
});

/**
 * This version's own files always come from the build, also where a developer has changed them since.
 *
 * @throws Refusal `core_unknown`, `storage_unavailable`
 */
async function pinnedFile(c: Context<App>, name: string): Promise<string> {
  const own = PINNED_FILES.get(name);
  if (own !== undefined) return own;
  const found = await c.var.services.pinned.find(name).catch((error: unknown) => {
    console.error('snippet file: an earlier version could not be read', name, error);
    return refuse('storage_unavailable');
  });
  return found ?? refuse('core_unknown', `This worker serves v${SNIPPET_VERSION}.`);
}

async function script(c: Context<App>, code: string, cacheControl: string): Promise<Response> {
  const etag = `"${(await sha256Hex(code)).slice(0, 32)}"`;
  c.header('Cache-Control', cacheControl);
  c.header('ETag', etag);
  if (namesTag(c.req.header('if-none-match'), etag)) return c.body(null, 304);
  c.header('Content-Type', 'text/javascript; charset=utf-8');
  return c.body(code);
}

/**
 * Whether `If-None-Match` names the tag. Weak comparison, since Cloudflare weakens the tag of what it
 * compresses: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2
 */
function namesTag(ifNoneMatch: string | undefined, etag: string): boolean {
  const named = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, '')) ?? [];
  return named.includes(etag) || ifNoneMatch?.trim() === '*';
}
