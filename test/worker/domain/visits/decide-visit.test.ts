import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, leasesOf, NOON, openPool, poolOf, shown, touch } from './make-visit.ts';

const HOLD = HOLD_SECONDS * SECOND;

describe('a first visit', () => {
  it('begins a session of a new visitor', () => {
    const { begins, session } = openPool(poolOf(2)).arrive(NOON, { touch: touch({ gclid: 'g' }) });
    expect(begins).toBe(true);
    expect(session).toMatchObject({
      startedAt: NOON,
      lastSeenAt: NOON,
      view: 'view-1',
      grade: 'own',
      touch: { source: 'google', medium: 'cpc' },
      place: { country: 'FR', region: null },
      numbers: { sales: 'main-1' },
    });
  });

  it('leases a number from now on, for as long as the pool holds one', () => {
    const { session, grants } = openPool(poolOf(2)).arrive(NOON, {});
    expect(grants).toEqual([
      {
        target: 'sales',
        pool: 'main',
        grade: 'own',
        number: 'main-1',
        begins: true,
        exhausted: false,
        lease: {
          id: session.id,
          number: 'main-1',
          target: 'sales',
          pool: 'main',
          sessionId: session.id,
          visitorId: session.visitorId,
          grade: 'own',
          startedAt: NOON,
          lastSeenAt: NOON,
          endedAt: null,
          holdSeconds: HOLD_SECONDS,
          sharedAt: null,
          provisional: true,
          left: false,
        },
      },
    ]);
  });

  it('begins with a lease of the same id, and further ones of ids after it', () => {
    const pool = openPool(poolOf(3));
    const first = pool.arrive(NOON, { wanted: { sales: 'main', support: 'main' } });
    const [sales, support] = leasesOf(first);
    expect(sales?.id).toBe(first.session.id);
    expect(support?.id).not.toBe(first.session.id);
    const wanted = { press: 'main' };
    const [press] = leasesOf(pool.arrive(NOON + MINUTE, { current: first.session, wanted }));
    expect(new Set([sales?.id, support?.id, press?.id]).size).toBe(3);
  });

  it('puts its page at the head of the journey', () => {
    const page = { url: 'https://shop.example/boots', title: 'Boots' };
    const { session } = openPool(poolOf(1)).arrive(NOON, { page });
    expect(session.journey).toEqual([{ id: 'view-1', at: NOON, type: 'page', ...page }]);
  });

  it('keeps the id of a visitor who is known already', () => {
    const { session } = openPool(poolOf(1)).arrive(NOON, { visitorId: 'ada' });
    expect(session.visitorId).toBe('ada');
  });

  it('of another visitor never gets a number that is held', () => {
    const pool = openPool(poolOf(2));
    pool.arrive(NOON, {});
    expect(shown(pool.arrive(NOON, {}))).toEqual({ sales: 'main-2' });
  });
});

describe('a further page view', () => {
  it('continues the session and renews its lease', () => {
    const pool = openPool(poolOf(2));
    const first = pool.arrive(NOON, {});
    const second = pool.arrive(NOON + MINUTE, { current: first.session });
    expect(second.begins).toBe(false);
    expect(second.session.id).toBe(first.session.id);
    expect(second.session.lastSeenAt).toBe(NOON + MINUTE);
    expect(second.grants).toMatchObject([{ begins: false, grade: 'own' }]);
    expect(leasesOf(second)).toEqual([
      { ...leasesOf(first)[0], lastSeenAt: NOON + MINUTE, provisional: false },
    ]);
  });

  it('keeps the touch that began the session', () => {
    const pool = openPool(poolOf(1));
    const first = pool.arrive(NOON, { touch: touch({ utm_source: 'news' }) });
    const second = pool.arrive(NOON + MINUTE, { current: first.session });
    expect(second.session.touch).toEqual(first.session.touch);
  });

  it('after 30 idle minutes begins a new session of the same visitor', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, {});
    const later = pool.arrive(NOON + 30 * MINUTE, { current: session });
    expect(later.begins).toBe(true);
    expect(later.session.id).not.toBe(session.id);
    expect(later.session.visitorId).toBe(session.visitorId);
  });

  it('from a new campaign begins a new session', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, { touch: touch({ utm_campaign: 'spring' }) });
    const autumn = touch({ utm_campaign: 'autumn' });
    const next = pool.arrive(NOON + MINUTE, { current: session, touch: autumn });
    expect(next.begins).toBe(true);
    expect(next.session.touch.campaign).toBe('autumn');
  });

  it('leases a number for a target that was on no page before', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, {});
    const wanted = { support: 'main', sales: 'main' };
    const second = pool.arrive(NOON + MINUTE, { current: session, wanted });
    expect(second.begins).toBe(false);
    expect(second.session.numbers).toEqual({ sales: 'main-1', support: 'main-2' });
  });

  it('without a target keeps the number that the session has for it', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, {});
    const second = pool.arrive(NOON + MINUTE, { current: session, wanted: {} });
    expect(second.session.numbers).toEqual({ sales: 'main-1' });
  });
});

describe('a page view that comes twice', () => {
  it('is one visit, with one entry in the journey and one lease', () => {
    const pool = openPool(poolOf(2));
    const first = pool.arrive(NOON, { view: 'v', visitorId: null });
    const again = pool.arrive(NOON + SECOND, { view: 'v', current: first.session });
    expect(again.begins).toBe(false);
    expect(again.session.journey).toEqual(first.session.journey);
    expect(again.grants.map(({ begins }) => begins)).toEqual([false]);
  });

  it('is one visit although it names a campaign other than the session began with', () => {
    const pool = openPool(poolOf(2));
    const { session } = pool.arrive(NOON, { view: 'v' });
    const news = touch({ utm_source: 'news' });
    expect(pool.arrive(NOON, { view: 'v', current: session, touch: news }).begins).toBe(false);
  });
});

describe('a session that has lost its number to somebody else', () => {
  it('is over: the number never changes within a session', () => {
    const pool = openPool(poolOf(1));
    const adas = pool.arrive(NOON, {});
    pool.arrive(NOON + HOLD, {});
    const back = pool.arrive(NOON + 2 * HOLD, { current: adas.session });
    expect(back.begins).toBe(true);
    expect(back.session.visitorId).toBe(adas.session.visitorId);
  });

  it('is over although it still holds that of another target', () => {
    const pool = openPool(poolOf(2));
    const wanted = { sales: 'main', support: 'main' };
    const adas = pool.arrive(NOON, { wanted });
    pool.arrive(NOON + HOLD, {});
    const back = pool.arrive(NOON + 2 * HOLD, { current: adas.session, wanted });
    expect(back.begins).toBe(true);
    expect(shown(back)).toMatchObject({ support: 'main-2' });
  });

  it('is over even where the same page view is repeated', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, { view: 'v' });
    pool.arrive(NOON + HOLD, {});
    expect(pool.arrive(NOON + 2 * HOLD, { view: 'v', current: session }).begins).toBe(true);
  });
});

describe('a returning visitor', () => {
  it('gets the same number while nobody else has held it, though others are rested or unused', () => {
    const pool = openPool(poolOf(3));
    pool.arrive(NOON - DAY, { visitorId: 'bob' });
    pool.arrive(NOON - DAY, { visitorId: 'ada' });
    const back = pool.arrive(NOON, { visitorId: 'ada' });
    expect(shown(back)).toEqual({ sales: 'main-2' });
    expect(back.grants).toMatchObject([{ begins: true, lease: { sessionId: back.session.id } }]);
  });

  it('gets another number where somebody else has held it since', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON - 2 * DAY, { visitorId: 'ada' });
    pool.arrive(NOON - DAY, { visitorId: 'bob' });
    const back = pool.arrive(NOON, { visitorId: 'ada' });
    expect(back.grants).toMatchObject([{ begins: true, number: 'main-1' }]);
    expect(shown(pool.arrive(NOON, { visitorId: 'bob' }))).toEqual({});
  });

  it('keeps the number of each target, in whatever order the page names them', () => {
    const pool = openPool(poolOf(3));
    const first = pool.arrive(NOON, { visitorId: 'ada', wanted: { sales: 'main', help: 'main' } });
    const wanted = { help: 'main', sales: 'main' };
    const back = pool.arrive(NOON + DAY, { visitorId: 'ada', wanted });
    expect(shown(back)).toEqual(shown(first));
  });

  it('gets a number of the pool that the target has now', () => {
    const pool = openPool(poolOf(1), poolOf(1, 'other'));
    pool.arrive(NOON, { visitorId: 'ada', wanted: { sales: 'main' } });
    const back = pool.arrive(NOON + DAY, { visitorId: 'ada', wanted: { sales: 'other' } });
    expect(shown(back)).toEqual({ sales: 'other-1' });
  });

  it('is promised the number for no shorter than an earlier page was', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, { visitorId: 'ada' });
    pool.arrive(NOON - MINUTE, { visitorId: 'ada' });
    expect(shown(pool.arrive(NOON + HOLD - 1, { visitorId: 'bob' }))).toEqual({});
  });
});

describe('several targets in one visit', () => {
  it('of one pool get a number each', () => {
    const wanted = { sales: 'main', support: 'main' };
    const visit = openPool(poolOf(2)).arrive(NOON, { wanted });
    expect(shown(visit)).toEqual({ sales: 'main-1', support: 'main-2' });
  });

  it('of two pools get one of each', () => {
    const pool = openPool(poolOf(1), poolOf(1, 'other'));
    const visit = pool.arrive(NOON, { wanted: { sales: 'main', support: 'other' } });
    expect(shown(visit)).toEqual({ sales: 'main-1', support: 'other-1' });
  });

  it('leave a new target without a number rather than give it that of another', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, { visitorId: 'ada', wanted: { sales: 'main' } });
    const wanted = { support: 'main', sales: 'main' };
    const back = pool.arrive(NOON + DAY, { visitorId: 'ada', wanted });
    expect(shown(back)).toEqual({ sales: 'main-1' });
  });

  it('leave the number of one alone while another page of the session does not show it', () => {
    const pool = openPool(poolOf(1));
    const { session } = pool.arrive(NOON, { wanted: { sales: 'main' } });
    const wanted = { support: 'main' };
    const second = pool.arrive(NOON + HOLD, { current: session, wanted });
    expect(second.begins).toBe(false);
    expect(shown(second)).toEqual({});
  });
});

describe('the grade of a session', () => {
  it('is own where a number was leased', () => {
    const pool = openPool(poolOf(1));
    expect(pool.arrive(NOON, { servedBySource: true }).session.grade).toBe('own');
  });

  it('is none where the pool is full, and the session is recorded all the same', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, {});
    const { session, grants } = pool.arrive(NOON, {});
    expect(session).toMatchObject({ grade: 'none', numbers: {} });
    expect(grants).toEqual([
      {
        target: 'sales',
        pool: 'main',
        grade: 'none',
        number: null,
        lease: null,
        begins: false,
        exhausted: true,
      },
    ]);
  });

  it('is that of the source where a static number serves another target', () => {
    const { session } = openPool().arrive(NOON, { wanted: {}, servedBySource: true });
    expect(session.grade).toBe('source');
  });

  it('rises when a number comes free', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, {});
    const { session } = pool.arrive(NOON, {});
    expect(pool.arrive(NOON + HOLD, { current: session }).session.grade).toBe('own');
  });
});

describe('a clock that goes backwards', () => {
  it('leaves the session and its lease as they were', () => {
    const pool = openPool(poolOf(1));
    const first = pool.arrive(NOON, {});
    const second = pool.arrive(NOON - HOUR, { current: first.session });
    expect(second.begins).toBe(false);
    expect(second.session.lastSeenAt).toBe(NOON);
    expect(second.grants.map(({ begins }) => begins)).toEqual([false]);
    expect(leasesOf(second)).toEqual([{ ...leasesOf(first)[0], provisional: false }]);
  });

  it('frees no number', () => {
    const pool = openPool(poolOf(1));
    pool.arrive(NOON, {});
    expect(shown(pool.arrive(NOON - DAY, {}))).toEqual({});
  });
});
