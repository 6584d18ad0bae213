import { SECOND } from '../../../../worker/domain/time.ts';
import type { Model } from './model.ts';
import type { PoolUnderTest } from './pool-under-test.ts';
import type { Page } from './promises.ts';
import { FALLBACK, TARGETS } from './site-owner.ts';
import type { Action } from './steps.ts';

type EventAction = Extract<Action, { type: 'event' }>;

/** An open page gives a sign of life, or says what its visitor did. */
export async function askEvent(
  { claims, ledger, newId, promises }: Model,
  pool: PoolUnderTest,
  page: Page,
  { event, ageSeconds, stale }: EventAction,
): Promise<void> {
  const { visitor, session } = page;
  const id = newId(event);
  // A page renews at once, and says what else happened when it can.
  const ageMs = event === 'renew' ? 0 : ageSeconds * SECOND;
  const sentAt = pool.now();
  // Whoever only leaves has done nothing that a page nobody looked at would not have done.
  const stays = event !== 'leave';
  const numbers = [...promises.numbersOf(session).values()].filter((each) => each !== FALLBACK);
  const more = { page: { url: 'https://www.example.com/' }, tap: { number: TARGETS.first } };
  const extra = event === 'page' || event === 'tap' ? more[event] : {};
  const sent = { sessionId: session, events: [{ id, ageMs, type: event, ...extra } as never] };
  try {
    const reply = await pool.events(sent, stale);
    if (!reply.ok) return promises.ended(page, sentAt, pool.now());
    if (event === 'renew') promises.renewed(page, sentAt, pool.now());
    // What was done in a session that is over is kept, and keeps no number.
    if (event === 'renew' || event === 'leave') {
      ledger.seen(visitor, numbers, sentAt - ageMs, pool.now(), stays);
    }
    if (event === 'page' || event === 'tap') ledger.entered(session, id, sentAt, event === 'tap');
  } finally {
    for (const number of numbers) {
      claims.seen(number, visitor, sentAt - ageMs, pool.now() - ageMs, stays);
    }
  }
}
