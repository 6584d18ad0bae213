import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import {
  gradesOf,
  HOLD_SECONDS,
  leasesOf,
  NOON,
  openPool,
  poolOf,
  shown,
  touch,
} from './make-visit.ts';

const HOLD = HOLD_SECONDS * SECOND;
const MINUTES_20 = 20 * MINUTE;

describe('a number removed from the pool', () => {
  it('stays with the session that shows it', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    pool.reopen({ ...poolOf(0), numbers: ['fresh'] });
    const second = pool.arrive(NOON + MINUTE, { current: session });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'main-1' });
  });

  it('is not leased to its visitor again in a later session', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    pool.reopen({ ...poolOf(0), numbers: ['fresh'] });
    expect(shown(pool.arrive(NOON + DAY, { visitorId: 'ada' }))).toEqual({ sales: 'fresh' });
  });

  it('stays with a session of which another session of the visitor has leased it since', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    const news = touch({ utm_source: 'news' });
    pool.arrive(NOON + MINUTE, { visitorId: session.visitorId, touch: news });
    pool.reopen({ ...poolOf(0), numbers: ['fresh'] });
    const second = pool.arrive(NOON + 2 * MINUTE, { current: session });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'main-1' });
  });

  it('does not come between a session and its number when the leases are read anew', () => {
    const pool = openPool(poolOf(2));
    pool.arrive(NOON, { visitorId: 'ada' });
    const changed = { ...poolOf(0), numbers: ['a-fresh-one', 'main-2'] };
    pool.reopen(changed);
    const { session } = pool.arrive(NOON + DAY, { visitorId: 'ada' });
    pool.reopen(changed);
    const second = pool.arrive(NOON + DAY + MINUTE, { current: session });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'a-fresh-one' });
  });
});

describe('a number moved to another pool', () => {
  const moved = [poolOf(0), poolOf(0, 'other', { numbers: ['main-1'] })];

  it('stays with the session that shows it, whose target has the first pool', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    pool.change(...moved);
    const second = pool.arrive(NOON + MINUTES_20, { current: session });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'main-1' });
  });

  it('is leased to others by its new pool, once it is free', () => {
    const pool = openPool(poolOf(1));
    pool.renew(NOON, pool.arrive(NOON, {}).session);
    pool.change(...moved);
    const wanted = { sales: 'other' };
    expect(shown(pool.arrive(NOON + HOLD - 1, { wanted }))).toEqual({});
    expect(shown(pool.arrive(NOON + HOLD, { wanted }))).toEqual({ sales: 'main-1' });
  });
});

describe('a target moved to another pool', () => {
  it('keeps its number within a session', () => {
    const pool = openPool(poolOf(1), poolOf(1, 'other'));
    const { session } = pool.arrive(NOON, {});
    const wanted = { sales: 'other' };
    const second = pool.arrive(NOON + MINUTES_20, { current: session, wanted });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'main-1' });
  });

  it('keeps what its former pool fell back on within a session', () => {
    const pool = openPool(poolOf(0, 'main', { fallback: 'f1' }), poolOf(1, 'other'));
    const { session } = pool.arrive(NOON, {});
    const wanted = { sales: 'other' };
    const second = pool.arrive(NOON + MINUTE, { current: session, wanted });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({ sales: 'f1' });
  });
});

describe('a pool that is paused', () => {
  const paused = poolOf(2, 'main', { paused: true });

  it('leases nothing anew, which is not for want of numbers', () => {
    const [grant] = openPool(paused).arrive(NOON, {}).grants;
    expect(grant).toMatchObject({ grade: 'none', number: null, exhausted: false });
  });

  it('shows what it falls back on', () => {
    const pool = openPool({ ...paused, share: true, fallback: 'f1' });
    expect(pool.arrive(NOON, {}).grants).toMatchObject([
      { grade: 'fallback', number: 'f1', exhausted: false },
    ]);
  });

  it('leaves each session its number, even past the hold time', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, {});
    pool.change(paused);
    const second = pool.arrive(NOON + MINUTE, { current: session });
    expect(shown(second)).toEqual({ sales: 'main-1' });
    const third = pool.arrive(NOON + MINUTES_20, { current: second.session });
    expect(third.begins).toBe(false);
    expect(shown(third)).toEqual({ sales: 'main-1' });
  });

  it('gives no visitor a number in a further session', () => {
    const pool = openPool(poolOf(2));
    pool.arrive(NOON, { visitorId: 'ada' });
    pool.change(paused);
    expect(gradesOf(pool.arrive(NOON + DAY, { visitorId: 'ada' }))).toEqual(['none']);
  });
});

describe('a pool that is gone', () => {
  it('leaves each session the number that it holds', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    pool.change();
    expect(shown(pool.arrive(NOON + MINUTE, { current: session }))).toEqual({ sales: 'main-1' });
  });

  it('has nothing to give', () => {
    expect(openPool().arrive(NOON, {}).grants).toMatchObject([
      { grade: 'none', number: null, exhausted: false },
    ]);
  });
});

describe('a hold time that is changed', () => {
  it('is that of new leases, and no shorter than what a page was promised before', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, { visitorId: 'ada' });
    pool.change({ ...poolOf(1), holdSeconds: 60 });
    const news = touch({ utm_source: 'news' });
    const again = pool.arrive(NOON + MINUTE, { current: session, touch: news });
    expect(leasesOf(again)).toMatchObject([{ holdSeconds: HOLD_SECONDS }]);
    const later = pool.arrive(NOON + DAY, { visitorId: 'ada' });
    expect(leasesOf(later)).toMatchObject([{ number: 'main-1', holdSeconds: 60 }]);
  });
});
