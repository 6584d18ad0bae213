import { type Context, Hono } from 'hono';
import { within } from '../deadline.ts';
import { forwardMessage } from '../domain/messages/forward-message.ts';
import type { TextMessage } from '../domain/messages/text-message.ts';
import { makeId } from '../keys/make-id.ts';
import { sealMessage } from '../keys/sealed-message.ts';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import {
  inOurTime,
  type ProviderRequest,
  readProviderRequest,
  uncached,
} from './provider-request.ts';

/** Nobody waits at the other end, but providers give up after some seconds and tell it again. */
const POOL_DEADLINE = 1_500;
const PARK_DEADLINE = 1_500;

/**
 * `POST|GET /v1/messages/{provider}/{siteKey}[/k/{key}]`: a text message to a tracking number. Closed on the
 * signature. Answered once it is kept, in the pool or, where that does not answer, in KV; else with an error, upon
 * which most providers tell it again.
 */
export const messages = new Hono<App>()
  .on(['GET', 'POST'], '/:provider/:site', webhook)
  .on(['GET', 'POST'], '/:provider/:site/k/:key', webhook);

async function webhook(c: Context<App>): Promise<Response> {
  const read = await readProviderRequest(c, { event: undefined, key: c.req.param('key') });
  if (read instanceof Response) return uncached(read);
  const { provider, site, request } = read;
  const { messaging } = provider;
  if (messaging === undefined) refuse('messages_unsupported');
  const { runtime } = c.var.services;
  const parsed = messaging.parse(request, site.country, runtime.clock.now());
  if (!parsed.ok) refuse(parsed.code, parsed.detail);
  const told = inOurTime(parsed.messages, runtime.clock);
  const kept = await Promise.all(told.map((message) => keep(c, read, message)));
  const forwardTo = messaging.forwards ? (site.messages?.forwardTo ?? null) : null;
  const forwarded = kept
    .filter(({ isBlocked }) => !isBlocked)
    .flatMap(({ message }) => forwardMessage(message, forwardTo) ?? []);
  return uncached(messaging.answer(forwarded));
}

/**
 * Keeps the message; whether its sender is blocked, of whom the owner wants to hear nothing.
 *
 * @throws Refusal where it cannot be kept anywhere, or its request was made before.
 */
async function keep(
  c: Context<App>,
  { provider, site, request }: ProviderRequest,
  message: TextMessage,
): Promise<{ message: TextMessage; isBlocked: boolean }> {
  const { keyring, parkedMessages, pools, runtime } = c.var.services;
  const shown = provider.nonce?.(request);
  const nonce = shown === undefined ? {} : { nonce: `${provider.id} ${shown}` };
  const news = { provider: provider.id, message: await sealMessage(keyring, site.id, message) };
  const reply = await within(POOL_DEADLINE, pools.of(site).message({ ...news, ...nonce })).catch(
    async (error: unknown) => {
      console.error('message: the pool did not take it; parked', error);
      const id = makeId(runtime.clock.now());
      await within(PARK_DEADLINE, parkedMessages.park(site.key, news, id)).catch(
        (failed: unknown) => {
          console.error('message: nor could it be parked', failed);
          refuse('pool_unavailable');
        },
      );
      return { ok: true, word: null } as const;
    },
  );
  if (!reply.ok) refuse('request_repeated');
  return { message, isBlocked: reply.word?.isBlocked ?? false };
}
