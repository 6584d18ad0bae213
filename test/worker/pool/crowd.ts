import { env, evictDurableObject } from 'cloudflare:test';
import { PERSISTENCE_STEP } from '../../../worker/domain/leases/lease.ts';
import { advanceClock, localClock } from '../../../worker/local/clock.ts';
import type { PoolVisit } from '../../../worker/pool/messages.ts';
import { numbers, TARGET } from '../support/make-site.ts';

export const HOLD_SECONDS = 120;
const NUMBERS = numbers(2);

/** What may happen to a pool: visitors come, stay, tap, leave; time passes; the object is restarted. */
export type Step =
  | { readonly type: 'visit'; readonly visitors: readonly number[]; readonly campaign: string }
  | { readonly type: 'renew' | 'leave'; readonly visitor: number }
  | { readonly type: 'tap'; readonly visitor: number; readonly ageSeconds: number }
  | { readonly type: 'wait'; readonly seconds: number }
  | { readonly type: 'alarm' }
  | { readonly type: 'evict' };

/** What one browser knows, and so may show: its number for as long as it was promised. */
type Seen = { visitor: string; session: string; number: string | null; until: number };

const SITE_VERSION = 1;
let made = 0;

/**
 * A pool of two numbers with the browsers of its visitors, and the few rules that any allocation has
 * to keep whatever happens: each breach is a sentence in `breaches`.
 */
export async function openCrowd() {
  made += 1;
  const siteId = `crowd-${made}`;
  const pool = env.POOL.get(env.POOL.idFromName(siteId));
  await pool.applyInventory({
    siteId,
    version: SITE_VERSION,
    pools: [{ name: 'website', holdSeconds: HOLD_SECONDS, numbers: NUMBERS }],
    staticNumbers: [],
  });
  const browsers = new Map<number, Seen>();
  const numberOf = new Map<string, string>();
  /** Until when a number may rest with whoever was last seen with it. */
  const heldUntil = new Map<string, number>();
  const breaches: string[] = [];
  let running = true;

  const showing = (number: string, at: number) =>
    [...browsers.values()].filter((seen) => seen.number === number && seen.until > at);

  function show(visitor: number, seen: Seen): void {
    const at = localClock.now();
    browsers.set(visitor, seen);
    const { number, session } = seen;
    if (number === null) {
      const free = NUMBERS.filter((each) => (heldUntil.get(each) ?? 0) + PERSISTENCE_STEP <= at);
      if (free.length > 0) breaches.push(`nothing for ${session} though ${free} was free`);
      return;
    }
    if (showing(number, at).length > 1) breaches.push(`two browsers show ${number}`);
    const before = numberOf.get(session) ?? number;
    if (before !== number) breaches.push(`${session} showed ${before}, now ${number}`);
    numberOf.set(session, number);
    heldUntil.set(number, at + HOLD_SECONDS * 1_000);
  }

  async function visit(visitor: number, campaign: string): Promise<void> {
    const known = browsers.get(visitor);
    const promisedFrom = localClock.now();
    running = true;
    const reply = await pool.visit(visitOf(known, campaign));
    if (!reply.ok) throw new Error(reply.code);
    const [grant] = reply.leases;
    show(visitor, {
      visitor: reply.visitorId,
      session: reply.sessionId,
      number: grant?.number ?? null,
      until: promisedFrom + (grant?.validFor ?? 0) * 1_000,
    });
  }

  async function events(visitor: number, type: 'renew' | 'leave' | 'tap', ageSeconds = 0) {
    const known = browsers.get(visitor);
    if (known === undefined) return;
    const promisedFrom = localClock.now();
    running = true;
    const event = { id: crypto.randomUUID(), ageMs: ageSeconds * 1_000 };
    const reply = await pool.events({
      sessionId: known.session,
      events: [type === 'tap' ? { ...event, type, number: TARGET } : { ...event, type }],
    });
    if (!reply.ok) {
      if (known.until > localClock.now())
        breaches.push(`${known.session} lost what it was promised`);
      known.number = null;
      return;
    }
    if (type === 'renew') known.until = promisedFrom + HOLD_SECONDS * 1_000;
    if (known.number) heldUntil.set(known.number, localClock.now() + HOLD_SECONDS * 1_000);
  }

  async function take(step: Step): Promise<void> {
    if (step.type === 'wait') return void (await advanceClock(env.SITES, step.seconds * 1_000));
    if (step.type === 'evict') {
      if (running) await evictDurableObject(pool);
      running = false;
      return;
    }
    if (step.type === 'alarm') {
      running = true;
      return pool.tick();
    }
    if (step.type === 'tap') return events(step.visitor, 'tap', step.ageSeconds);
    if (step.type !== 'visit') return events(step.visitor, step.type);
    const visitors = [...new Set(step.visitors)];
    await Promise.all(visitors.map((visitor) => visit(visitor, step.campaign)));
  }

  return { siteId, pool, breaches, take, acknowledged: numberOf };
}

function visitOf(known: Seen | undefined, campaign: string): PoolVisit {
  return {
    inventoryVersion: SITE_VERSION,
    visitorId: known?.visitor ?? null,
    sessionId: known?.session ?? null,
    view: crypto.randomUUID(),
    page: { url: 'https://www.example.com/' },
    touch: {
      channel: 'Unassigned',
      source: campaign,
      medium: '(not set)',
      campaign: null,
      term: null,
      content: null,
      campaignId: null,
      clickIds: {},
      referrer: null,
      landingPage: 'https://www.example.com/',
      campaignKey: campaign,
    },
    place: { country: null, region: null },
    wanted: [{ target: TARGET, pool: 'website' }],
    servedBySource: false,
  };
}
