import { SECOND } from '../../../../worker/domain/time.ts';
import { unanswered, type Visited } from './entitlement.ts';
import type { Model } from './model.ts';
import type { PoolUnderTest } from './pool-under-test.ts';
import type { Site } from './site-owner.ts';
import type { Action } from './steps.ts';
import { type Browser, requestOf, type VisitRequest } from './visits.ts';

/** Seconds for which a number is promised to a page that has shown no sign of life. */
const PROVISIONAL = 120;

/** A browser opens a page, and shows what it is told. */
export async function askVisit(
  { claims, ledger, promises }: Model,
  pool: PoolUnderTest,
  site: Site,
  browser: Browser,
  action: Extract<Action, { type: 'visit' }>,
): Promise<Visited> {
  const request = requestOf(action, browser, action.stale ? site.before : site.latest);
  browser.last = request;
  const sentAt = pool.now();
  try {
    const {
      visitorId: visitor,
      sessionId: session,
      leases: grants,
    } = await pool.client(action.stale).visit(request);
    const answeredAt = pool.now();
    const hadNumberFor = new Set(promises.numbersOf(session).keys());
    const answered = { sentAt, answeredAt, visitor, session, view: request.view ?? '', grants };
    promises.answered(answered);
    ledger.answered(answered);
    for (const { target, number, grade, validFor } of grants) {
      if (number === null || grade === 'fallback') continue;
      const alone = grade === 'own' && !hadNumberFor.has(target);
      const hold = Math.max(validFor, holdOf(site, request, target)) * SECOND;
      claims.given(number, visitor, answeredAt, hold, validFor > PROVISIONAL, alone);
    }
    Object.assign(browser, { visitor, session });
    return { request, answered, hadNumberFor };
  } catch (error) {
    ledger.notAnswered(request.view ?? '', sentAt);
    for (const { target } of request.wanted) {
      const hold = holdOf(site, request, target) * SECOND;
      for (const { numbers } of site.latest.pools) {
        for (const number of numbers) {
          claims.given(number, unanswered(request), pool.now(), hold, false, false);
        }
      }
    }
    throw error;
  }
}

/** The longest that the target's pool may keep a number, by what the Worker or the pool knew. */
function holdOf(site: Site, { wanted }: VisitRequest, target: string): number {
  const name = wanted.find((each) => each.target === target)?.pool;
  const pools = [...site.before.pools, ...site.latest.pools].filter((pool) => pool.name === name);
  return Math.max(...pools.map(({ holdSeconds }) => holdSeconds));
}
