import { describe, expect, it } from 'vitest';
import { DAY, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { gradesOf, HOLD_SECONDS, leasesOf, NOON, openPool, poolOf, shown } from './make-visit.ts';

const HOLD = HOLD_SECONDS * SECOND;
const sharing = (count: number) => poolOf(count, 'main', { share: true });
const falling = (count: number) => poolOf(count, 'main', { fallback: 'f1' });

describe('a pool that shares, when every number is held,', () => {
  it('shows the one idle longest, and says that it ran short', () => {
    const pool = openPool(sharing(2));
    pool.arrive(NOON, {});
    pool.arrive(NOON + 1, {});
    const third = pool.arrive(NOON + 2, {});
    expect(third.session.grade).toBe('shared');
    expect(third.grants).toMatchObject([
      { grade: 'shared', number: 'main-1', begins: true, exhausted: true },
    ]);
  });

  it('records the sharing on both leases, from the same moment', () => {
    const pool = openPool(sharing(1));
    const [adas] = leasesOf(pool.arrive(NOON, {}));
    const second = pool.arrive(NOON + MINUTE, {});
    const since = { grade: 'shared', sharedAt: NOON + MINUTE };
    expect(leasesOf(second)).toMatchObject([since]);
    expect(second.nowShared).toEqual([{ ...adas, ...since }]);
  });

  it('records it once: what is shared already is not shared anew', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, {});
    pool.arrive(NOON + 1, {});
    expect(pool.arrive(NOON + 2, {}).nowShared).toEqual([]);
  });

  it('leaves the first its number, as a shared one from then on', () => {
    const pool = openPool(sharing(1));
    const first = pool.arrive(NOON, {});
    pool.arrive(NOON + MINUTE, {});
    const again = pool.arrive(NOON + 2 * MINUTE, { current: first.session });
    expect(again.begins).toBe(false);
    expect(again.session.grade).toBe('shared');
    expect(shown(again)).toEqual({ sales: 'main-1' });
  });

  it('never changes a number within a session, though one of their own has come free', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, {});
    const second = pool.arrive(NOON + MINUTE, {});
    pool.change(sharing(2));
    const again = pool.arrive(NOON + 2 * MINUTE, { current: second.session });
    expect(again.grants).toMatchObject([{ grade: 'shared', number: 'main-1', exhausted: false }]);
  });

  it('takes a number for one alone again when all who held it have gone', () => {
    const pool = openPool(sharing(1));
    pool.renew(NOON, pool.arrive(NOON, {}).session);
    pool.renew(NOON + MINUTE, pool.arrive(NOON + MINUTE, {}).session);
    const last = NOON + MINUTE + HOLD;
    expect(gradesOf(pool.arrive(last - 2 * MINUTE, {}))).toEqual(['shared']);
    const later = pool.arrive(last, {});
    expect(later.grants).toMatchObject([{ grade: 'own', exhausted: false }]);
    expect(later.nowShared).toEqual([]);
  });
});

describe('a visitor who returns to a number', () => {
  it('that others hold beside is given one of their own', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    const bobs = pool.arrive(NOON + MINUTE, { visitorId: 'bob' });
    pool.renew(NOON + HOLD, bobs.session);
    pool.change(sharing(2));
    const back = pool.arrive(NOON + HOLD, { visitorId: 'ada' });
    expect(back.grants).toMatchObject([{ grade: 'own', number: 'main-2' }]);
  });

  it('that others hold beside shares it still, while it is theirs too', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    pool.arrive(NOON + MINUTE, { visitorId: 'bob' });
    pool.change(sharing(2));
    const back = pool.arrive(NOON + 2 * MINUTE, { visitorId: 'ada' });
    expect(back.grants).toMatchObject([{ grade: 'shared', number: 'main-1', begins: true }]);
    expect(leasesOf(back)).toMatchObject([{ sharedAt: NOON + 2 * MINUTE }]);
  });

  it('that was shared has it for themselves when the others have gone', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    pool.arrive(NOON + MINUTE, { visitorId: 'bob' });
    const back = pool.arrive(NOON + DAY, { visitorId: 'bob' });
    expect(back.grants).toMatchObject([{ grade: 'own', number: 'main-1' }]);
    expect(leasesOf(back)).toMatchObject([{ sharedAt: null }]);
  });
});

describe('a pool that falls back on a static number, when every other is held,', () => {
  it('shows it, without a lease', () => {
    const pool = openPool(falling(1));
    pool.arrive(NOON, {});
    const second = pool.arrive(NOON, {});
    expect(second.session).toMatchObject({ grade: 'fallback', numbers: { sales: 'f1' } });
    expect(second.grants).toEqual([
      {
        target: 'sales',
        pool: 'main',
        grade: 'fallback',
        number: 'f1',
        lease: null,
        begins: false,
        exhausted: true,
      },
    ]);
  });

  it('shows it to any number of visitors', () => {
    const pool = openPool(falling(0));
    for (let visitor = 0; visitor < 5; visitor++) {
      expect(shown(pool.arrive(NOON, {}))).toEqual({ sales: 'f1' });
    }
  });

  it('shares first, where it does', () => {
    const pool = openPool({ ...falling(1), share: true });
    pool.arrive(NOON, {});
    expect(gradesOf(pool.arrive(NOON, {}))).toEqual(['shared']);
  });

  it('stays with it within the session, though a number has come free', () => {
    const pool = openPool(falling(1));
    pool.arrive(NOON, {});
    const second = pool.arrive(NOON, {});
    const again = pool.arrive(NOON + HOLD, { current: second.session });
    expect(again.begins).toBe(false);
    expect(again.grants).toMatchObject([{ grade: 'fallback', number: 'f1', exhausted: false }]);
  });

  it('gives the visitor a number of their own in a later session', () => {
    const pool = openPool(falling(1));
    pool.arrive(NOON, {});
    const { session } = pool.arrive(NOON, {});
    const later = pool.arrive(NOON + DAY, { current: session });
    expect(later.begins).toBe(true);
    expect(later.grants).toMatchObject([{ grade: 'own', number: 'main-1' }]);
  });

  it('ends the session that shows it once no pool falls back on it any more', () => {
    const pool = openPool(falling(0));
    const { session } = pool.arrive(NOON, {});
    pool.change(poolOf(1));
    const again = pool.arrive(NOON + MINUTE, { current: session });
    expect(again.begins).toBe(true);
    expect(shown(again)).toEqual({ sales: 'main-1' });
  });
});

describe('a number that the pool leased and now falls back on', () => {
  it('stays with the session that shows it, as what it has become', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, {});
    pool.change(poolOf(0, 'main', { fallback: 'main-1' }));
    const held = pool.arrive(NOON + MINUTE, { current: session });
    expect(held.grants).toMatchObject([{ grade: 'own', number: 'main-1' }]);
    const over = pool.arrive(NOON + 20 * MINUTE, { current: held.session });
    expect(over.begins).toBe(false);
    expect(over.grants).toMatchObject([{ grade: 'fallback', number: 'main-1', lease: null }]);
  });
});

describe('several targets are graded one by one', () => {
  const wanted = { sales: 'main', support: 'main', press: 'other' };

  it('and the session is graded by the best', () => {
    const pool = openPool(sharing(2), poolOf(0, 'other', { fallback: 'f1' }));
    pool.arrive(NOON, {});
    const visit = pool.arrive(NOON, { wanted });
    expect(gradesOf(visit)).toEqual(['own', 'shared', 'fallback']);
    expect(shown(visit)).toEqual({ sales: 'main-2', support: 'main-1', press: 'f1' });
    expect(visit.session.grade).toBe('own');
    expect(visit.nowShared.map(({ number }) => number)).toEqual(['main-1']);
  });

  it('each by whether its own pool had a number', () => {
    const pool = openPool(poolOf(1), poolOf(1, 'other'));
    const { grants } = pool.arrive(NOON, { wanted });
    expect(grants.map(({ exhausted }) => exhausted)).toEqual([false, true, false]);
  });

  it('and a visitor never shares a number with themselves', () => {
    const pool = openPool(sharing(1));
    const visit = pool.arrive(NOON, { wanted: { sales: 'main', support: 'main' } });
    expect(gradesOf(visit)).toEqual(['own', 'none']);
  });

  it('not even with a page of an earlier session', () => {
    const pool = openPool(sharing(1));
    pool.arrive(NOON, { visitorId: 'ada', wanted: { support: 'main' } });
    const visit = pool.arrive(NOON + MINUTE, { visitorId: 'ada', wanted: { sales: 'main' } });
    expect(visit.begins).toBe(true);
    expect(gradesOf(visit)).toEqual(['none']);
  });

  it('by the source before what a pool falls back on', () => {
    const pool = openPool(falling(0));
    expect(pool.arrive(NOON, { servedBySource: true }).session.grade).toBe('source');
  });
});

describe('one network', () => {
  const network = 'office';

  it('holds no more than its share of a pool, and leaves the others theirs', () => {
    const pool = openPool(falling(20));
    const grades = Array.from({ length: 100 }, () => gradesOf(pool.arrive(NOON, { network }))[0]);
    expect(grades.filter((grade) => grade === 'own')).toHaveLength(5);
    expect(new Set(grades.slice(5))).toEqual(new Set(['fallback']));
    for (let visitor = 0; visitor < 15; visitor++) {
      expect(gradesOf(pool.arrive(NOON, { network: `home ${visitor}` }))).toEqual(['own']);
    }
  });

  it('that asks for more shares what it has, and nobody else’s numbers', () => {
    const pool = openPool(sharing(20));
    const first = pool.arrive(NOON - 1, { network: 'home' });
    const visits = Array.from({ length: 100 }, () => pool.arrive(NOON, { network }));
    const numbers = new Set(visits.flatMap((visit) => Object.values(shown(visit))));
    expect(numbers.size).toBe(5);
    expect(numbers).not.toContain(shown(first).sales);
    expect(visits.some(({ grants }) => grants.some(({ exhausted }) => exhausted))).toBe(false);
  });

  it('does not get past it by coming back for what others of it had', () => {
    const pool = openPool(poolOf(12));
    const visitors = Array.from({ length: 12 }, (_, index) => `visitor-${index}`);
    const arrive = (now: number, visitorId: string) =>
      gradesOf(pool.arrive(now, { network, visitorId }))[0];
    visitors.forEach((visitorId, batch) => {
      arrive(NOON + batch * 2 * HOLD, visitorId);
    });
    const later = NOON + DAY;
    const grades = visitors.map((visitorId) => arrive(later, visitorId));
    expect(grades.filter((grade) => grade === 'own')).toHaveLength(3);
  });

  it('goes on with what its visitors are shown', () => {
    const pool = openPool(poolOf(4));
    const visits = Array.from({ length: 4 }, () => pool.arrive(NOON, { network }));
    expect(visits.flatMap(gradesOf)).toEqual(['own', 'own', 'own', 'none']);
    const again = pool.arrive(NOON + MINUTE, { network, current: visits[0]?.session });
    expect(gradesOf(again)).toEqual(['own']);
  });
});
