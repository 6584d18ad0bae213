import { describe, expect, it } from 'vitest';
import type { ReadLease, SiteRecord } from './read-site.ts';
import { reconcile } from './reconcile.ts';
import { leaseKey, nothingTold, type Promised, type Told } from './told.ts';

/** A soak proves nothing unless its comparison finds what it looks for. */

const SITE = {
  key: 'demo',
  apiKey: 'key',
  twilioToken: 'token',
  target: '+33199001234',
  holdSeconds: 300,
};
const NUMBER = '+33199002000';
const SECOND = 1_000;

const session = (id: string, visitor = `visitor of ${id}`, taps: readonly string[] = []) => ({
  id,
  visitor,
  journey: [
    { id: `view of ${id}`, type: 'page' },
    ...taps.map((tap) => ({ id: tap, type: 'tap' })),
  ],
});

const lease = (of: string, change: Partial<ReadLease> = {}): ReadLease => ({
  session: of,
  number: NUMBER,
  grade: 'own',
  startedAt: 0,
  lastSeenAt: 10 * SECOND,
  endedAt: 310 * SECOND,
  ...change,
});

/** One visitor who was told of a session, a lease and a tap, and one call; all of it in D1. */
function world(): { told: Told; record: SiteRecord } {
  const told = nothingTold();
  told.sessions.add('s1');
  told.leases.set(leaseKey('s1', NUMBER), new Set(['own']));
  told.taps.set('t1', 's1');
  told.calls.add('c1');
  const record = {
    sessions: [session('s1', 'v1', ['t1'])],
    leases: [lease('s1')],
    calls: [{ providerCallId: 'c1' }],
  };
  return { told, record };
}

/** The comparison once D1 has been changed. */
function after(change: Partial<SiteRecord>, tell: (told: Told) => void = () => {}): string[] {
  const { told, record } = world();
  tell(told);
  return reconcile(SITE, told, { ...record, ...change });
}

const promise = (visitor: string, from: number, until: number): Promised => ({
  number: NUMBER,
  visitor,
  from: from * SECOND,
  until: until * SECOND,
});

it('finds nothing where D1 has what was told', () => {
  expect(after({})).toEqual([]);
});

describe('finds what is lost', () => {
  it.each([
    ['a session', { sessions: [] }, /this session is not in D1: s1/],
    ['a lease', { leases: [] }, /this lease is not in D1: s1 \+33199002000/],
    ['a lease of that number', { leases: [lease('s1', { number: '+33199002001' })] }, /lease/],
    ['a tap', { sessions: [session('s1', 'v1')] }, /this tap is not in D1: t1/],
    ['a call', { calls: [] }, /this call is not in D1: c1/],
  ])('%s', (_what, change, breach) => {
    expect(after(change)).toContainEqual(expect.stringMatching(breach));
  });

  it('a tap that went to another session', () => {
    const sessions = [session('s1', 'v1'), session('s2', 'v2', ['t1'])];
    const breaches = after({ sessions }, ({ sessions: told }) => told.add('s2'));
    expect(breaches).toEqual([expect.stringMatching(/another session: t1/)]);
  });

  it('naming the site, and a few of many', () => {
    const breaches = after({}, ({ calls }) => {
      for (const id of ['c2', 'c3', 'c4', 'c5']) calls.add(id);
    });
    expect(breaches).toEqual([expect.stringMatching(/^demo: .*: c2, c3, c4 and 1 more$/)]);
  });
});

describe('finds what is doubled', () => {
  it.each([
    ['a session', { sessions: [session('s1', 'v1', ['t1']), session('s1', 'v1')] }, /this session/],
    ['a tap', { sessions: [session('s1', 'v1', ['t1', 't1'])] }, /this tap/],
    ['a call', { calls: [{ providerCallId: 'c1' }, { providerCallId: 'c1' }] }, /this call/],
    [
      'a lease',
      { leases: [lease('s1'), lease('s1', { startedAt: 20 * SECOND })] },
      /this lease is in D1 twice/,
    ],
  ])('%s', (_what, change, breach) => {
    expect(after(change)).toContainEqual(expect.stringMatching(breach));
  });

  it('a visit recorded twice under one view: a session nobody was told of', () => {
    const sessions = [session('s1', 'v1', ['t1']), session('s2')];
    expect(after({ sessions })).toEqual([expect.stringMatching(/1 of session that nobody/)]);
  });

  it('but not a session of a visit that was never answered', () => {
    const sessions = [session('s1', 'v1', ['t1']), session('s2')];
    const breaches = after({ sessions }, ({ unanswered }) => {
      unanswered.visits = 1;
    });
    expect(breaches).toEqual([]);
  });

  it('but not a session that leased its number again once it had run out', () => {
    const again = lease('s1', {
      startedAt: 310 * SECOND,
      lastSeenAt: 310 * SECOND,
      endedAt: 610 * SECOND,
    });
    expect(after({ leases: [lease('s1'), again] })).toEqual([]);
  });
});

describe('grades', () => {
  it('of an own number may become shared', () => {
    expect(after({ leases: [lease('s1', { grade: 'shared' })] })).toEqual([]);
  });

  it('of a shared number never become own', () => {
    const breaches = after({}, ({ leases }) => {
      leases.set(leaseKey('s1', NUMBER), new Set(['shared']));
    });
    expect(breaches).toEqual([expect.stringMatching(/another grade/)]);
  });
});

describe('a number with two visitors at once', () => {
  const second = { sessions: [session('s1', 'v1', ['t1']), session('s2', 'v2')] };
  const tellSecond = ({ sessions }: Told) => void sessions.add('s2');

  it('is found by what they were promised', () => {
    const breaches = after({}, ({ promised }) => {
      promised.push(promise('v1', 0, 120), promise('v2', 119, 200));
    });
    expect(breaches).toEqual([expect.stringMatching(/promised to two visitors/)]);
  });

  it('is not found where one promise is over when the other begins', () => {
    const breaches = after({}, ({ promised }) => {
      promised.push(promise('v1', 0, 120), promise('v2', 120, 200), promise('v1', 10, 90));
    });
    expect(breaches).toEqual([]);
  });

  it('is found in the history', () => {
    const leases = [lease('s1'), lease('s2', { startedAt: 129 * SECOND })];
    expect(after({ ...second, leases }, tellSecond)).toEqual([
      expect.stringMatching(/leased to two visitors/),
    ]);
  });

  it('is not found in the history where the first could not be shown any more', () => {
    const leases = [lease('s1'), lease('s2', { startedAt: 130 * SECOND })];
    expect(after({ ...second, leases }, tellSecond)).toEqual([]);
  });

  it('is not found where they were told that they share it', () => {
    const leases = [
      lease('s1', { grade: 'shared' }),
      lease('s2', { grade: 'shared', startedAt: 20 * SECOND }),
    ];
    expect(after({ ...second, leases }, tellSecond)).toEqual([]);
  });
});

it('tells of answers that nobody should get', () => {
  const breaches = after({}, ({ wrongAnswers }) => wrongAnswers.set('a visit was answered 500', 2));
  expect(breaches).toEqual(['demo: a visit was answered 500, 2 times']);
});
