import { describe, expect, it } from 'vitest';
import { validForSeconds } from '../../../../worker/domain/leases/lease.ts';
import { DAY, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import type { VisitDecision } from '../../../../worker/domain/visits/decide-visit.ts';
import { gradesOf, HOLD_SECONDS, leasesOf, NOON, openPool, poolOf, shown } from './make-visit.ts';

const HOLD = HOLD_SECONDS * SECOND;
const promised = (visit: VisitDecision) => leasesOf(visit).map(validForSeconds);

describe('a new number is promised', () => {
  it('for two minutes, while whoever asked may be nobody', () => {
    expect(promised(openPool(poolOf(1)).arrive(NOON, {}))).toEqual([120]);
  });

  it('for the hold time with a further page view', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    expect(promised(pool.arrive(NOON + SECOND, { current: session }))).toEqual([HOLD_SECONDS]);
  });

  it('for the hold time after a sign of life', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, { view: 'v' });
    pool.renew(NOON + SECOND, session);
    const again = pool.arrive(NOON + MINUTE, { view: 'v', current: session });
    expect(promised(again)).toEqual([HOLD_SECONDS]);
  });

  it('for two minutes more where the same page view is repeated', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, { view: 'v' });
    const again = pool.arrive(NOON + MINUTE, { view: 'v', current: session });
    expect(promised(again)).toEqual([120]);
    expect(leasesOf(again)).toMatchObject([{ lastSeenAt: NOON + MINUTE, provisional: true }]);
    expect(shown(pool.arrive(NOON + 3 * MINUTE - 1, {}))).toEqual({});
    expect(shown(pool.arrive(NOON + 3 * MINUTE, {}))).toEqual({ sales: 'main-1' });
  });

  it('for the hold time to a visitor who returns to it', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    expect(promised(pool.arrive(NOON + DAY, { visitorId: 'ada' }))).toEqual([HOLD_SECONDS]);
  });
});

describe('a number without a sign of life', () => {
  it('goes to somebody else when no other is left, once no page can show it', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, {});
    expect(gradesOf(pool.arrive(NOON + 2 * MINUTE - 1, {}))).toEqual(['none']);
    const next = pool.arrive(NOON + 2 * MINUTE, {});
    expect(next.grants).toMatchObject([{ grade: 'own', number: 'main-1', exhausted: false }]);
  });

  it('goes to somebody else before any number is shared', () => {
    const pool = openPool(poolOf(2, 'main', { share: true }));
    const { session } = pool.arrive(NOON, {});
    pool.renew(NOON, session);
    pool.arrive(NOON + MINUTE, {});
    const next = pool.arrive(NOON + 3 * MINUTE, {});
    expect(next.grants).toMatchObject([{ grade: 'own', number: 'main-2' }]);
    expect(next.nowShared).toEqual([]);
  });

  it('stays with its visitor for the hold time while there are others', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, {});
    expect(shown(pool.arrive(NOON + 5 * MINUTE, {}))).toEqual({ sales: 'main-2' });
    const again = pool.arrive(NOON + HOLD - 1, { current: session });
    expect(again.begins).toBe(false);
    expect(shown(again)).toEqual({ sales: 'main-1' });
  });

  it('is lost to its session when it has gone: the session is over', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    pool.arrive(NOON + 2 * MINUTE, {});
    const back = pool.arrive(NOON + 3 * MINUTE, { current: session });
    expect(back.begins).toBe(true);
    expect(back.session.visitorId).toBe(session.visitorId);
    expect(shown(back)).toEqual({});
  });

  it('is not taken back while a call to it is in progress', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, {});
    pool.roster.calls.began('main-1', 'call', NOON + MINUTE);
    expect(shown(pool.arrive(NOON + 2 * MINUTE, {}))).toEqual({});
    pool.roster.calls.ended('main-1', 'call');
    expect(shown(pool.arrive(NOON + 2 * MINUTE, {}))).toEqual({ sales: 'main-1' });
  });
});

it('a crowd of nobodies keeps numbers from nobody for longer than they were promised', () => {
  const pool = openPool(poolOf(20));
  for (let visitor = 0; visitor < 1_000; visitor++) pool.arrive(NOON, {});
  for (let visitor = 0; visitor < 20; visitor++) {
    expect(gradesOf(pool.arrive(NOON + 2 * MINUTE, {}))).toEqual(['own']);
  }
});
