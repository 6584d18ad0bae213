import { type Context, Hono } from 'hono';
import { snippetSettings } from '../domain/snippet-options.ts';
import { sha256Hex } from '../telephony/hmac.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { SNIPPET_CORE } from './snippet-core.ts';

/** The literal in the built snippet that stands where a site's settings go. */
const PLACEHOLDER = '"__RINGTRACE_SETTINGS__"';

/** No site key has a dot. */
const VERSION = /^v(\d+\.\d+\.\d+[\w.-]{0,32})$/;

/**
 * `GET /s/{siteKey}.js`: the snippet with the site's public settings inlined. `GET /s/v{version}.js`: the
 * same core without settings, never changing, for subresource integrity; of this version, and of those
 * that were served here before.
 */
export const snippetFile = new Hono<App>().get('/:file{[^/]+\\.js}', async (c) => {
  const name = c.req.param('file').slice(0, -'.js'.length);
  // A snippet may be loaded with `crossorigin`, as integrity checks demand.
  c.header('Access-Control-Allow-Origin', '*');
  c.header('Cross-Origin-Resource-Policy', 'cross-origin');
  c.header('X-Content-Type-Options', 'nosniff');
  const { sites, cores, publicUrl } = c.var.services;
  // Before this version is replaced by the next: then its pages ask for it all the same.
  c.executionCtx.waitUntil(cores.keep(SNIPPET_CORE.version, SNIPPET_CORE.code));
  const [, version] = name.match(VERSION) ?? [];
  if (version !== undefined) {
    return script(c, await coreOf(c, version), 'public, max-age=31536000, immutable');
  }
  const site = (await sites.byKey(name)) ?? refuse('site_unknown');
  const settings = snippetSettings(site, publicUrl(c.req.raw));
  const code = SNIPPET_CORE.code.replace(PLACEHOLDER, () => JSON.stringify(settings));
  return script(c, code, 'public, max-age=300, stale-while-revalidate=86400');
});

/**
 * This version's own core always comes from the build, also where a developer has changed it since.
 *
 * @throws Refusal `core_unknown`, `storage_unavailable`
 */
async function coreOf(c: Context<App>, version: string): Promise<string> {
  if (version === SNIPPET_CORE.version) return SNIPPET_CORE.code;
  const found = await c.var.services.cores.find(version).catch((error: unknown) => {
    console.error('snippet file: an earlier core could not be read', version, error);
    return refuse('storage_unavailable');
  });
  return found ?? refuse('core_unknown', `This worker serves v${SNIPPET_CORE.version}.`);
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
