import { type Context, Hono } from 'hono';
import { within } from '../deadline.ts';
import { areaOf } from '../domain/areas/area.ts';
import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { readPosition } from '../domain/flows/position.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { Clock, EpochMs } from '../domain/time.ts';
import { sealCaller } from '../keys/caller.ts';
import type { Keyring } from '../keys/keyring.ts';
import { makeId } from '../keys/make-id.ts';
import type { PoolClient } from '../pool/client.ts';
import type {
  AnswerContext,
  ParsedWebhook,
  Provider,
  WebhookRequest,
} from '../telephony/provider.ts';
import { findProvider } from '../telephony/registry.ts';
import type { App } from './app-env.ts';
import { isRefusal, refuse } from './errors.ts';
import { forwardPlainly } from './forward-plainly.ts';
import { textBody } from './json-body.ts';
import { nextTurn, ownEvent, whatWasTold } from './next-turn.ts';
import { noteRefusal } from './note-refusal.ts';
import { providerSecrets } from './provider-secrets.ts';

const MAX_BYTES = 64 * 1_024;
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
 */
export const calls = new Hono<App>()
  .on(['GET', 'POST'], '/:provider/:site', (c) => webhook(c, undefined))
  .on(['GET', 'POST'], '/:provider/:site/:event', (c) => webhook(c, c.req.param('event')))
  .on(['GET', 'POST'], '/:provider/:site/:event/:detail{.+}', (c) =>
    webhook(c, `${c.req.param('event')}/${c.req.param('detail')}`),
  );

async function webhook(c: Context<App>, event: string | undefined): Promise<Response> {
  // Hono takes HEAD for GET, but who only looks tells of no call.
  if (c.req.method === 'HEAD') refuse('not_found');
  const { sites, runtime, publicUrl } = c.var.services;
  const arrivedAt = Date.now();
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
  };
  const challenged = provider.challenge?.(request);
  if (challenged !== undefined) return uncached(challenged);
  const secrets = await providerSecrets(c, site, provider.id);
  if (!(await verified(provider, request, secrets, runtime.clock))) {
    noteRefusal(c, site, provider.id);
    refuse('signature_refused');
  }
  const asked = { provider, site, request, base, secrets };
  try {
    return await follow(c, asked, event, arrivedAt);
  } catch (error) {
    // Of a call that has got somewhere nobody knows here how far; of a new one, where it has to go.
    if (event !== undefined || isRefusal(error)) throw error;
    console.error('call: not understood; forwarding it all the same', error);
    return uncached(forwardPlainly(asked, runtime.clock.now()));
  }
}

/** What a provider asks whose signature is right. */
type Asked = {
  readonly provider: Provider;
  readonly site: SiteSnapshot;
  readonly request: WebhookRequest;
  /** Origin under which it reaches us. */
  readonly base: string;
  readonly secrets: readonly string[];
};

/** Records what was told, and answers with what is to be done next. */
async function follow(
  c: Context<App>,
  { provider, site, request, base, secrets }: Asked,
  event: string | undefined,
  arrivedAt: EpochMs,
): Promise<Response> {
  const { runtime } = c.var.services;
  const parsed = provider.parse(request, site.country, runtime.clock.now());
  if (!parsed.ok) refuse(parsed.code, parsed.detail);
  const reply = await record(c, site, provider, parsed, provider.nonce?.(request), arrivedAt);
  if (reply && !reply.ok) refuse('request_repeated');
  const told = whatWasTold(parsed, reply);
  const context: AnswerContext = {
    caller: told.caller,
    number: told.number,
    callbackUrl: (kind) => `${base}/v1/calls/${provider.id}/${site.key}/${kind}`,
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
    const timed = inOurTime(parsed.events, runtime.clock).map(withPlace);
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
function inOurTime(events: readonly CallEvent[], clock: Clock): readonly CallEvent[] {
  const now = clock.now();
  return events.map((event) => {
    const distance = (reading: EpochMs) => Math.abs(event.at - reading);
    const stampedBy = clock.readings().reduce((a, b) => (distance(b) < distance(a) ? b : a));
    return { ...event, at: event.at + now - stampedBy };
  });
}

/** Where the caller is from, by the number, unless the provider knows better. */
function withPlace(event: CallEvent): CallEvent {
  if (event.callerPlace !== undefined || typeof event.caller !== 'string') return event;
  const { country, region } = areaOf(event.caller);
  if (country === null) return event;
  return { ...event, callerPlace: { country, ...(region === null ? {} : { region }) } };
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

function uncached(response: Response): Response {
  response.headers.set('Cache-Control', 'no-store');
  return response;
}
