import type { Context } from 'hono';
import type { z } from 'zod';
import { type Swap, type VisitReply, WIRE_VERSION } from '../../snippet/contract/wire.ts';
import { consentDenied } from '../domain/consent.ts';
import { renewAfterSeconds } from '../domain/leases/lease.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { leasedSwap, markTexts, noSwap, staticSwap } from '../domain/swaps.ts';
import { SECOND } from '../domain/time.ts';
import { classifyTouch } from '../domain/touches/classify-touch.ts';
import type { Touch } from '../domain/touches/touch.ts';
import { deviceOf } from '../domain/visits/device.ts';
import { onceRenewed } from '../domain/visits/once-renewed.ts';
import type { Place } from '../domain/visits/session.ts';
import { staticNumberFor } from '../domain/visits/static-number.ts';
import { makeId } from '../keys/make-id.ts';
import { hashNetwork } from '../keys/network.ts';
import { readSignedId, signId } from '../keys/signed-id.ts';
import type { LeaseGrant } from '../pool/messages.ts';
import type { App } from './app-env.ts';
import { poolAnswer } from './pool-answer.ts';
import { fromRobot } from './robot.ts';
import type { visitSchema } from './visit-schema.ts';

/** A page that waits longer is better off with its own number. */
const POOL_DEADLINE = 3 * SECOND;

type Visit = Omit<z.infer<typeof visitSchema>, 'v' | 'site'>;

/**
 * Records a page view and says which numbers it is to show, whichever way the page asks.
 *
 * @throws Refusal `pool_unavailable`
 */
export async function answerVisit(
  c: Context<App>,
  site: SiteSnapshot,
  visit: Visit,
): Promise<VisitReply> {
  if (fromRobot(c)) {
    return reply(
      null,
      null,
      site.targets.map(({ number }) => noSwap(number)),
    );
  }
  const touch = classifyTouch(visit.touch, visit.page.url, site.origins);
  const fixed = fixedSwaps(site, touch);
  if (consentDenied(visit.consent, c.req.header('sec-gpc'), site)) {
    // Nobody is recognised and nothing is recorded: at most the number of the source itself.
    const swaps = site.targets.map(({ number }) => fixed.get(number) ?? noSwap(number));
    return reply(null, null, markTexts(swaps, site.textNumbers));
  }
  return lease(c, site, visit, touch, fixed);
}

/** The targets for which a static number stands for the source of the visit. */
function fixedSwaps(site: SiteSnapshot, touch: Touch): Map<string, Swap> {
  const fixed = new Map<string, Swap>();
  for (const { number } of site.targets) {
    const entry = staticNumberFor(site, number, touch);
    if (entry) fixed.set(number, staticSwap(number, entry.number));
  }
  return fixed;
}

async function lease(
  c: Context<App>,
  site: SiteSnapshot,
  visit: Visit,
  touch: Touch,
  fixed: ReadonlyMap<string, Swap>,
): Promise<VisitReply> {
  const { keyring, pools, runtime } = c.var.services;
  const answer = await poolAnswer(
    POOL_DEADLINE,
    pools.of(site).visit({
      visitorId: await readSignedId(keyring, site.id, 'visitor', visit.visitor),
      sessionId: await readSignedId(keyring, site.id, 'session', visit.session),
      view: visit.view ?? makeId(runtime.clock.now()),
      page: { url: visit.page.url, ...(visit.page.title && { title: visit.page.title }) },
      touch,
      place: placeOf(c.req.raw),
      device: deviceOf(c.req.header('user-agent'), c.req.header('sec-ch-ua-mobile')),
      wanted: site.targets.flatMap(({ number, pool }) =>
        pool === null || fixed.has(number) ? [] : [{ target: number, pool }],
      ),
      servedBySource: fixed.size > 0,
      network: await networkToLimit(c, site),
    }),
  );
  const swaps = site.targets.map(
    ({ number }) => fixed.get(number) ?? poolSwap(number, answer.leases),
  );
  return reply(
    await signId(keyring, site.id, 'visitor', answer.visitorId),
    await signId(keyring, site.id, 'session', answer.sessionId),
    markTexts(swaps, site.textNumbers),
    // Static numbers are no leases: they are promised nothing that a renewal could lengthen.
    onceRenewed(answer.leases.flatMap(({ holdSeconds }) => holdSeconds || [])),
  );
}

function poolSwap(target: string, grants: readonly LeaseGrant[]): Swap {
  const grant = grants.find((candidate) => candidate.target === target);
  if (!grant?.number) return noSwap(target);
  return grant.grade === 'fallback'
    ? staticSwap(target, grant.number, 'fallback')
    : leasedSwap(target, grant.number, grant.grade, grant.validFor);
}

/** Null where no limit applies: on a developer's machine everybody is one network, so only if asked for. */
async function networkToLimit(c: Context<App>, site: SiteSnapshot): Promise<string | null> {
  const { keyring, runtime } = c.var.services;
  const ip = c.req.header('cf-connecting-ip');
  const askedFor = site.pools.some(({ networkShare }) => networkShare !== null);
  if (ip === undefined || (runtime.mode === 'local' && !askedFor)) return null;
  return hashNetwork(keyring, site.id, ip, runtime.clock.now());
}

function reply(
  visitor: string | null,
  session: string | null,
  swaps: Swap[],
  renewed: VisitReply['renewed'] = null,
): VisitReply {
  const validFor = swaps.filter(({ grade }) => grade !== 'none').map((swap) => swap.validFor);
  const renewAfter = renewAfterSeconds(validFor);
  return { v: WIRE_VERSION, visitor, session, renewAfter, renewed, swaps };
}

/** As the edge tells it; a worker on a developer's machine may not know. */
function placeOf(request: Request): Place {
  const { country, regionCode } = (request.cf ?? {}) as { country?: string; regionCode?: string };
  return { country: country ?? null, region: regionCode ?? null };
}
