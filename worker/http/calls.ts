import { type Context, Hono } from 'hono';
import { within } from '../deadline.ts';
import { areaOf } from '../domain/areas/area.ts';
import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { isBeforeRinging, readPosition } from '../domain/flows/position.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { callerSigns } from '../domain/spam/caller-signs.ts';
import type { EpochMs } from '../domain/time.ts';
import { sealCaller } from '../keys/caller.ts';
import type { Keyring } from '../keys/keyring.ts';
import { makeId } from '../keys/make-id.ts';
import type { PoolClient } from '../pool/client.ts';
import type { AnswerContext, ParsedWebhook, Provider } from '../telephony/provider.ts';
import type { App } from './app-env.ts';
import { callbackUrl } from './callback-url.ts';
import { isRefusal, refuse } from './errors.ts';
import { forwardPlainly } from './forward-plainly.ts';
import { nextTurn, ownEvent, whatWasTold } from './next-turn.ts';
import {
  inOurTime,
  type ProviderRequest,
  readProviderRequest,
  readWebhookPath,
  uncached,
} from './provider-request.ts';

/**
 * A caller hears nothing until the answer leaves. Past this, counted from the arrival of the request, the
 * call is forwarded without the pool; which gets some time even where all before it was slow.
 */
const ANSWER_DEADLINE = 850;
const POOL_DEADLINE = 150;
/**
 * Attempts to record a call after its answer has left: the pause before each, and how long it may take.
 * All together they end within the 30 s that the platform allows.
 */
const RETRY_PAUSES = [1_000, 4_000, 10_000] as const;
const RETRY_DEADLINE = 3_000;

type ParsedCall = Extract<ParsedWebhook, { ok: true }>;

/**
 * `POST|GET /v1/calls/{provider}/{siteKey}[/{event}[/{detail}]]`: what a telephony provider tells of a call.
 * Closed on the signature, open on everything else: once it is known who asks, the caller is connected even
 * if the pool fails or hangs. Some providers add paths of their own to the address, such as `events/call`.
 * With one that signs nothing `/k/{key}` may follow the site key: the secret in the path.
 */
export const calls = new Hono<App>()
  .on(['GET', 'POST'], '/:provider/:site', webhook)
  // As one: of paths that differ only further on Hono's quickest router makes nothing, for the whole app.
  .on(['GET', 'POST'], '/:provider/:site/:rest{.+}', webhook);

async function webhook(c: Context<App>): Promise<Response> {
  const { runtime } = c.var.services;
  const arrivedAt = Date.now();
  const path = readWebhookPath(c.req.param('rest'));
  const { event } = path;
  const asked = await readProviderRequest(c, path);
  if (asked instanceof Response) return uncached(asked);
  try {
    return await follow(c, asked, event, arrivedAt);
  } catch (error) {
    // Of a call that was put through nobody knows here what came of it; of any other, where it has to go.
    if (isRefusal(error) || !isBeforeRinging(readPosition(event))) throw error;
    console.error('call: not understood; forwarding it all the same', error);
    return uncached(forwardPlainly(asked, runtime.clock.now()));
  }
}

/** Records what was told, and answers with what is to be done next. */
async function follow(
  c: Context<App>,
  asked: ProviderRequest,
  event: string | undefined,
  arrivedAt: EpochMs,
): Promise<Response> {
  const { runtime } = c.var.services;
  const { provider, site, request, secrets } = asked;
  const read = provider.parse(request, site.country, runtime.clock.now());
  if (!read.ok) refuse(read.code, read.detail);
  const parsed = { ...read, events: read.events.map(withPlace) };
  const reply = await record(c, site, provider, parsed, provider.nonce?.(request), arrivedAt);
  if (reply && !reply.ok) refuse('request_repeated');
  const told = whatWasTold(parsed, reply);
  const context: AnswerContext = {
    caller: told.caller,
    number: told.number,
    callbackUrl: (kind) => callbackUrl(asked, kind),
    secrets,
  };
  if (parsed.whisper) {
    return uncached(provider.answer([{ do: 'say', speech: parsed.whisper }], context));
  }
  const position = parsed.asksForFlow ? readPosition(parsed.next ?? event) : undefined;
  if (position === undefined) return uncached(provider.acknowledge());
  const turn = nextTurn(site, position, parsed, told, runtime.clock.now());
  if (turn.steps.length > 0) {
    const own = turn.steps.map((step) => ownEvent(step, runtime.clock.now()));
    c.executionCtx.waitUntil(
      record(c, site, provider, { ...parsed, events: own }, undefined, arrivedAt),
    );
  }
  return uncached(provider.answer(turn.instructions, context));
}

/** Records the events; undefined where there are none, or the pool does not say in time what it makes of them. */
async function record(
  c: Context<App>,
  site: SiteSnapshot,
  provider: Provider,
  parsed: ParsedCall,
  nonce: string | undefined,
  arrivedAt: EpochMs,
): Promise<Awaited<ReturnType<PoolClient['call']>> | undefined> {
  if (parsed.events.length === 0) return undefined;
  const { keyring, parkedCalls, pools, runtime } = c.var.services;
  const { providerCallId } = parsed;
  const sealed = async () => {
    const timed = inOurTime(parsed.events, runtime.clock).map(withSigns);
    return Promise.all(timed.map((event) => sealEvent(keyring, site.id, event)));
  };
  const call = sealed().then((events) => ({ provider: provider.id, providerCallId, events }));
  const attempt = async () => pools.of(site).call(await call);
  // Later attempts, which are our own, are not held up by what the first one has shown.
  const once = nonce === undefined ? {} : { nonce: `${provider.id} ${nonce}` };
  const recording = call.then((news) => pools.of(site).call({ ...news, ...once }));
  try {
    const left = Math.max(POOL_DEADLINE, arrivedAt + ANSWER_DEADLINE - Date.now());
    return await within(left, recording);
  } catch (error) {
    console.error('call: the pool did not answer in time; forwarding without it', error);
    const park = async () => parkedCalls.park(site.key, await call, makeId(runtime.clock.now()));
    c.executionCtx.waitUntil(recordLater(recording, attempt, park));
    return undefined;
  }
}

/** Where the caller is from, by the number, unless the provider knows better. */
function withPlace(event: CallEvent): CallEvent {
  if (event.callerPlace !== undefined || typeof event.caller !== 'string') return event;
  const { country, region } = areaOf(event.caller);
  if (country === null) return event;
  return { ...event, callerPlace: { country, ...(region === null ? {} : { region }) } };
}

/** The number goes no further than here in the clear, so what it shows is noted now. */
function withSigns(event: CallEvent): CallEvent {
  if (typeof event.caller !== 'string') return event;
  const signs = callerSigns(event.caller, event.number);
  return signs.length === 0 ? event : { ...event, callerSigns: signs };
}

async function sealEvent(
  keyring: Keyring,
  siteId: string,
  { caller, ...event }: CallEvent,
): Promise<CallEvent<SealedCaller>> {
  if (caller === undefined) return event;
  return { ...event, caller: caller === null ? null : await sealCaller(keyring, siteId, caller) };
}

/** The answer has left; what it told of the call is recorded as soon as the pool can, or parked. */
async function recordLater(
  first: Promise<unknown>,
  attempt: () => Promise<unknown>,
  park: () => Promise<void>,
): Promise<void> {
  let recording = within(RETRY_PAUSES[0], first);
  for (const pause of RETRY_PAUSES) {
    try {
      await recording;
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, pause));
      recording = within(RETRY_DEADLINE, attempt());
    }
  }
  await recording.catch(park);
}
