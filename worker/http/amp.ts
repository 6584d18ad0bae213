import { z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import type { Swap } from '../../snippet/contract/wire.ts';
import { ampPublisher } from '../domain/amp-origins.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { noSwap } from '../domain/swaps.ts';
import { touchOfUrl } from '../domain/touches/touch-of-url.ts';
import { makeId } from '../keys/make-id.ts';
import { sha256Hex } from '../telephony/hmac.ts';
import { answerVisit } from './answer-visit.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { openApiRouter } from './open-api.ts';
import { pageSite } from './page-request.ts';
import { visitSchema } from './visit-schema.ts';

const ampQuerySchema = z.object({
  url: z.string().max(8_192).openapi({ description: 'AMP writes it for `SOURCE_URL`' }),
  referrer: z.string().max(8_192).default('').openapi({
    description: 'AMP writes it for `DOCUMENT_REFERRER`',
  }),
  target: z.string().optional().openapi({
    description: 'Which target number to replace, in E.164; the site’s first unless told',
  }),
  clientId: z.string().max(512).optional().openapi({
    description: 'AMP writes it for `CLIENT_ID(ringtrace)`; the same one is shown the same number',
  }),
  consent: z.enum(['granted', 'denied', 'unknown']).default('unknown').openapi({
    description:
      'What the page knows: `granted` where `amp-consent` blocks the element until a yes',
  }),
});

const ampReplySchema = z
  .object({ phoneNumber: z.string(), formattedPhoneNumber: z.string() })
  .openapi('AmpNumber');

/**
 * `GET /v1/amp/{siteKey}`: a number in the form that `amp-call-tracking` asks for, leased as for any
 * visit. https://amp.dev/documentation/components/amp-call-tracking
 *
 * AMP pages run no code of ours: the number is asked for once, and nothing renews it.
 */
export const ampNumbers = openApiRouter();

/**
 * What AMP asks of a reply beyond `pageCors`. It sends cookies along where the browser has any; none of
 * ours exist. https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cors-requests
 */
export const ampCors: MiddlewareHandler<App> = async (c, next) => {
  c.header('Access-Control-Allow-Credentials', 'true');
  const source = c.req.query('__amp_source_origin');
  if (source !== undefined && /^https?:\/\/[\w.:-]{1,255}$/.test(source)) {
    // Older AMP runtimes take no answer without it.
    c.header('AMP-Access-Control-Allow-Source-Origin', source);
    c.header('Access-Control-Expose-Headers', 'AMP-Access-Control-Allow-Source-Origin');
  }
  return next();
};

ampNumbers.openAPIRegistry.registerPath({
  method: 'get',
  path: '/{key}',
  summary: 'Lease a number for an AMP page',
  request: { params: z.object({ key: z.string() }), query: ampQuerySchema },
  responses: {
    200: {
      description: 'The number to show; the target itself where there is none to lease',
      content: { 'application/json': { schema: ampReplySchema } },
    },
  },
});

ampNumbers.get('/:key', async (c) => {
  const query = ampQuerySchema.safeParse(c.req.query());
  if (!query.success) refuse('query_invalid', query.error.issues[0]?.message);
  const site = await pageSite(c, c.req.param('key'), originsOf(c));
  const target = targetOf(site, query.data.target);
  const swap = await leaseOne(c, site, target, query.data);
  return c.json(ampNumber(swap));
});

/** AMP leaves `Origin` out where the page is of this very origin, and says so in a header of its own. */
function originsOf(c: Context<App>): string[] {
  const same = c.req.header('amp-same-origin') === 'true';
  const origin =
    c.req.header('origin') ?? (same ? c.var.services.publicUrl(c.req.raw) : undefined) ?? '';
  return [origin, ampPublisher(origin) ?? origin];
}

/** @throws Refusal `query_invalid` */
function targetOf(site: SiteSnapshot, asked: string | undefined): string {
  // An unescaped plus arrives as a space.
  const wanted = asked?.replace(/^ /, '+');
  const found = site.targets.find(({ number }) => wanted === undefined || number === wanted);
  return found?.number ?? refuse('query_invalid', 'target: not a target number of the site');
}

/** A visitor with a wrong number is worse than one who is not told apart: what fails is shown the target. */
async function leaseOne(
  c: Context<App>,
  site: SiteSnapshot,
  target: string,
  { url, referrer, clientId, consent }: z.infer<typeof ampQuerySchema>,
): Promise<Swap> {
  const page = touchOfUrl(url, referrer) ?? refuse('query_invalid', 'url: not an address');
  const { pools, runtime } = c.var.services;
  const now = runtime.clock.now();
  const visit = visitSchema.parse({
    v: 1,
    site: site.key,
    // What a page repeats within minutes is the same visit. Hashed, since a view's id is kept.
    view: clientId
      ? `amp-${(await sha256Hex(`${site.id} ${clientId}`)).slice(0, 32)}`
      : makeId(now),
    consent,
    page: { url: page.url },
    touch: page.touch,
  });
  try {
    const { session, swaps } = await answerVisit(c, site, visit);
    const sessionId = session?.split('.')[0];
    if (sessionId !== undefined) {
      // The only sign of life that there will be: from here on the number stays for the pool's hold time.
      const renewal = { id: makeId(now), type: 'renew', ageMs: 0 } as const;
      const renewed = pools.of(site).events({ sessionId, events: [renewal] });
      c.executionCtx.waitUntil(renewed.catch(() => undefined));
    }
    return swaps.find((swap) => swap.target === target) ?? noSwap(target);
  } catch (error) {
    console.error('amp: the page keeps its own number', error);
    return noSwap(target);
  }
}

/** Written as the target's country writes numbers, or internationally where the number is of another. */
function ampNumber({ number, variants }: Swap): z.infer<typeof ampReplySchema> {
  const abroad = variants.some(([, put]) => put.startsWith('+'));
  return {
    phoneNumber: number.e164,
    formattedPhoneNumber: abroad ? number.international : number.national,
  };
}
