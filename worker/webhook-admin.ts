import {
  addWebhook,
  changeWebhook,
  deleteWebhook,
  readWebhooks,
  type Webhook,
  type WebhookChange,
} from './db/queries/webhooks.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import { makeId } from './keys/make-id.ts';
import { seal } from './keys/seal.ts';
import { newSigningSecret } from './keys/sign-event.ts';
import type { Services } from './services.ts';
import { publishSite } from './site-admin.ts';
import type { WebhookStatus } from './webhooks/messages.ts';

/*
 * What changes a site's webhooks. Apart from the site's definition, so that whoever puts that anew loses no
 * secret. The pool hears of a change as of any other of its site: it makes note only of what is wanted.
 */

/** Each is one connection at a time, of the six that the platform grants an object. */
export const MOST_WEBHOOKS = 5;

type Site = Pick<SiteSnapshot, 'id' | 'key'>;
type Settings = Pick<Webhook, 'url' | 'events' | 'includeCaller' | 'active'>;

/** The new webhook's id and its secret, which nobody is shown again; undefined where the site has too many. */
export async function createWebhook(
  services: Services,
  site: Site,
  settings: Settings,
): Promise<{ id: string; secret: string } | undefined> {
  const { d1, runtime } = services;
  const { webhooks } = await readWebhooks(d1, site.id);
  if (webhooks.length >= MOST_WEBHOOKS) return undefined;
  const now = runtime.clock.now();
  const id = makeId(now);
  const { secret, sealed } = await newSecret(services, site);
  await addWebhook(d1, site.id, { id, ...settings, secrets: [sealed], createdAt: now }, now);
  await publishSite(services, site.key);
  return { id, secret };
}

/** Changes what is named; what waits is tried again, for the change may be what it waited for. False for an unknown one. */
export async function updateWebhook(
  services: Services,
  site: Site,
  id: string,
  change: Pick<WebhookChange, keyof Settings>,
): Promise<boolean> {
  if ((await findWebhook(services, site, id)) === undefined) return false;
  await save(services, site, id, change);
  await services.senders.of(site).retry(id);
  return true;
}

/** A new secret, shown this once; the one before it signs beside it for a day. Undefined for an unknown webhook. */
export async function rotateSecret(
  services: Services,
  site: Site,
  id: string,
): Promise<string | undefined> {
  const webhook = await findWebhook(services, site, id);
  if (webhook === undefined) return undefined;
  const { secret, sealed } = await newSecret(services, site);
  await save(services, site, id, { secrets: [sealed, ...webhook.secrets].slice(0, 2) });
  return secret;
}

export async function removeWebhook(services: Services, site: Site, id: string): Promise<boolean> {
  if ((await findWebhook(services, site, id)) === undefined) return false;
  await deleteWebhook(services.d1, site.id, id, services.runtime.clock.now());
  await publishSite(services, site.key);
  return true;
}

/** Sends all that waits for a webhook now, what was set aside too. */
export async function retryWebhook(services: Services, site: Site, id: string): Promise<boolean> {
  if ((await findWebhook(services, site, id)) === undefined) return false;
  await services.senders.of(site).retry(id);
  return true;
}

/** A site's webhooks, and how each is doing. */
export async function listWebhooks(
  { d1, senders }: Services,
  site: Site,
): Promise<{ webhook: Webhook; status: WebhookStatus | undefined }[]> {
  const [{ webhooks }, statuses] = await Promise.all([
    readWebhooks(d1, site.id),
    senders.of(site).status(),
  ]);
  return webhooks.map((webhook) => ({
    webhook,
    status: statuses.find((status) => status.webhook === webhook.id),
  }));
}

async function findWebhook({ d1 }: Services, site: Site, id: string): Promise<Webhook | undefined> {
  const { webhooks } = await readWebhooks(d1, site.id);
  return webhooks.find((webhook) => webhook.id === id);
}

async function save(services: Services, site: Site, id: string, change: WebhookChange) {
  await changeWebhook(services.d1, site.id, id, change, services.runtime.clock.now());
  await publishSite(services, site.key);
}

async function newSecret({ keyring, runtime }: Services, site: Site) {
  const secret = newSigningSecret();
  const sealed = await seal(await keyring.sealing('webhook-seal', site.id), secret);
  return { secret, sealed: { sealed, createdAt: runtime.clock.now() } };
}
