import type { Context } from 'hono';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import type { Provider, WebhookRequest } from '../telephony/provider.ts';
import { findProvider } from '../telephony/registry.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { textBody } from './json-body.ts';
import { noteRefusal } from './note-refusal.ts';
import { providerSecrets } from './provider-secrets.ts';

const MAX_BYTES = 64 * 1_024;

/** A provider's request, which is known to be its own. */
export type ProviderRequest = {
  readonly provider: Provider;
  readonly site: SiteSnapshot;
  readonly request: WebhookRequest;
  /** Public URL of the worker. */
  readonly base: string;
  readonly secrets: readonly string[];
};

/** What may follow the site key in the path. */
export type WebhookPath = Pick<WebhookRequest, 'event' | 'key'>;

/** @param rest `{event}`, which may have slashes, after `k/{key}` where a secret is in the path. */
export function readWebhookPath(rest = ''): WebhookPath {
  const [first, key, ...others] = rest.split('/');
  return first === 'k' && key !== undefined
    ? { event: others.join('/') || undefined, key }
    : { event: rest || undefined, key: undefined };
}

/**
 * Reads a provider's request and makes sure that it is one: closed on the signature.
 *
 * @returns the answer to a provider that only asks whether the address is the owner's, where it does.
 * @throws Refusal
 */
export async function readProviderRequest(
  c: Context<App>,
  { event, key }: WebhookPath,
): Promise<ProviderRequest | Response> {
  // Hono takes HEAD for GET, but who only looks tells of nothing.
  if (c.req.method === 'HEAD') refuse('not_found');
  const { sites, runtime, publicUrl } = c.var.services;
  const provider = findProvider(c.req.param('provider') ?? '') ?? refuse('provider_unknown');
  const body = await textBody(c, MAX_BYTES);
  const site = (await sites.byKey(c.req.param('site') ?? '')) ?? refuse('site_unknown');
  const base = publicUrl(c.req.raw);
  const { pathname, search } = new URL(c.req.url);
  const request: WebhookRequest = {
    method: c.req.method,
    url: `${base}${pathname}${search}`,
    headers: c.req.raw.headers,
    body,
    event,
    key,
  };
  const challenged = provider.challenge?.(request);
  if (challenged !== undefined) return challenged;
  const secrets = await providerSecrets(c, site, provider.id);
  if (!(await verified(provider, request, secrets, runtime.clock))) {
    noteRefusal(c, site, provider.id);
    refuse('signature_refused');
  }
  return { provider, site, request, base, secrets };
}

async function verified(
  provider: Provider,
  request: WebhookRequest,
  secrets: readonly string[],
  clock: Clock,
): Promise<boolean> {
  for (const now of clock.readings()) {
    if (await provider.verify(request, secrets, now)) return true;
  }
  return false;
}

/** Moves each event from the clock it was stamped by, the nearest one, to ours. */
export function inOurTime<T extends { readonly at: EpochMs }>(
  events: readonly T[],
  clock: Clock,
): readonly T[] {
  const now = clock.now();
  return events.map((event) => {
    const distance = (reading: EpochMs) => Math.abs(event.at - reading);
    const stampedBy = clock.readings().reduce((a, b) => (distance(b) < distance(a) ? b : a));
    return { ...event, at: event.at + now - stampedBy };
  });
}

/** What a provider is told once may not hold the next time. */
export function uncached(response: Response): Response {
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
