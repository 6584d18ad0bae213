import { type EpochMs, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { unanswered, type Visited } from './entitlement.ts';
import type { Model } from './model.ts';
import type { PoolUnderTest } from './pool-under-test.ts';
import { NUMBERS, type Site } from './site-owner.ts';
import type { Action } from './steps.ts';
import { type Browser, requestOf, type VisitRequest } from './visits.ts';

/** Seconds for which a number is promised to a page that has shown no sign of life. */
const PROVISIONAL = 120;

/** For as long a page view is known again, less what a test itself may take. */
const MOMENTS = 9 * MINUTE;

/** A browser opens a page, and shows what it is told. */
export async function askVisit(
  model: Model,
  pool: PoolUnderTest,
  site: Site,
  browser: Browser,
  action: Extract<Action, { type: 'visit' }>,
): Promise<Visited> {
  const { claims, ledger, newId, promises } = model;
  const snapshot = action.stale ? site.before : site.latest;
  const request = requestOf(action, browser, snapshot, newId('view'));
  browser.last = request;
  const sentAt = pool.now();
  try {
    const {
      visitorId: visitor,
      sessionId: session,
      leases: grants,
    } = await pool.client(action.stale).visit(request);
    const answeredAt = pool.now();
    checkRepeated(model, site, request, sentAt, answeredAt, session);
    const hadNumberFor = new Set(promises.numbersOf(session).keys());
    const answered = { sentAt, answeredAt, visitor, session, view: request.view ?? '', grants };
    promises.answered(answered);
    ledger.answered(answered);
    for (const { target, number, grade, validFor } of grants) {
      if (number === null || grade === 'fallback') continue;
      const alone = grade === 'own' && !hadNumberFor.has(target);
      const hold = Math.max(validFor, holdOf(site, request, target)) * SECOND;
      const confirmed = validFor > PROVISIONAL;
      claims.given(number, visitor, answeredAt, { hold, confirmed, alone });
    }
    Object.assign(browser, { visitor, session });
    return { request, answered, hadNumberFor };
  } catch (error) {
    ledger.notAnswered(request.view ?? '', sentAt);
    for (const { target } of request.wanted) {
      const hold = holdOf(site, request, target) * SECOND;
      // Any of them may have been given.
      for (const number of NUMBERS) {
        const maybe = { hold, confirmed: false, alone: false };
        claims.given(number, unanswered(request), pool.now(), maybe);
      }
    }
    throw error;
  }
}

/** A page view that comes again, moments later, is the same visit. */
function checkRepeated(
  { breaches, ledger, promises }: Model,
  site: Site,
  { view }: VisitRequest,
  sentAt: EpochMs,
  answeredAt: EpochMs,
  session: string,
): void {
  const first = ledger.firstAnswer(view ?? '');
  if (first === undefined || first.session === session) return;
  // New visitors are dealt out among the shards, and which of them had no number is known until a restart.
  const dealtAlike =
    site.hadSameShardsSince(first.at) && ledger.restarts.every((restart) => restart < first.at);
  if (site.latest.shardsEver > 1 && !dealtAlike) return;
  const visitor = ledger.sessions.get(first.session)?.visitor;
  const others = promises.pages.some(
    (page) => page.visitor === visitor && page.session !== first.session,
  );
  // Of several sessions of one visitor the newest may have taken the number.
  if (others || answeredAt - first.at > MOMENTS) return;
  if (!promises.isKept(first.session, sentAt, answeredAt)) return;
  breaches.note(
    `the view that began ${breaches.name('session', first.session)} came again, ` +
      `and began ${breaches.name('session', session)}`,
  );
}

/** The longest that the target's pool may keep a number, by what the Worker or the pool knew. */
function holdOf(site: Site, { wanted }: VisitRequest, target: string): number {
  const name = wanted.find((each) => each.target === target)?.pool;
  const pools = [...site.before.pools, ...site.latest.pools].filter((pool) => pool.name === name);
  return Math.max(...pools.map(({ holdSeconds }) => holdSeconds));
}
