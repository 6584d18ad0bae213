import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { Roster, type Wish } from '../../../../worker/domain/leases/roster.ts';
import type { PoolDefinition } from '../../../../worker/domain/site-snapshot.ts';
import { HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';
import { pool } from './make-pool.ts';

const HOLD = HOLD_SECONDS * SECOND;

function rosterOf(settings: Partial<PoolDefinition>, ...leases: Lease[]): Roster {
  return new Roster([pool(settings)], leases);
}

function offer(roster: Roster, wish: Partial<Wish> = {}) {
  return roster.offer({
    pool: 'main',
    visitorId: 'new',
    now: NOON,
    taken: new Set(),
    area: undefined,
    network: null,
    ...wish,
  });
}

const seen = (number: string, lastSeenAt = NOON, change: Partial<Lease> = {}) =>
  lease({ number, visitorId: `of ${number}`, startedAt: lastSeenAt, lastSeenAt, ...change });
const own = (number: string) => ({ grade: 'own', number, exhausted: false });
const shared = (number: string) => ({ grade: 'shared', number, exhausted: true });
const none = { grade: 'none', exhausted: true };

describe('a visitor is offered', () => {
  it('a number of their own, by the rules of the pool', () => {
    expect(offer(rosterOf({}, seen('n1')))).toEqual(own('n2'));
    const rested = [seen('n1', NOON - HOUR), seen('n2', NOON - 2 * HOUR), seen('n3')];
    expect(offer(rosterOf({}, ...rested))).toEqual(own('n2'));
  });

  it('none that stands for another target of theirs already', () => {
    expect(offer(rosterOf({}), { taken: new Set(['n1', 'n2']) })).toEqual(own('n3'));
  });

  it('none where each is held, and the pool does not share', () => {
    expect(offer(rosterOf({}, seen('n1'), seen('n2'), seen('n3')))).toEqual(none);
  });

  it('one that somebody else holds, where the pool shares: the one idle longest', () => {
    const held = [seen('n1', NOON - 1), seen('n2', NOON - 2), seen('n3')];
    expect(offer(rosterOf({ share: true }, ...held))).toEqual(shared('n2'));
    const taken = new Set(['n2']);
    expect(offer(rosterOf({ share: true }, ...held), { taken })).toEqual(shared('n1'));
  });

  it('none that another page of theirs may show for another target, not even to share', () => {
    const roster = rosterOf({ numbers: ['n1'], share: true }, seen('n1'));
    expect(offer(roster, { visitorId: 'of n1' })).toEqual(none);
    expect(offer(roster, { visitorId: 'bob' })).toEqual(shared('n1'));
  });

  it('one whose holder turned out to be nobody, rather than one to share', () => {
    const held = [
      seen('n1', NOON - 3 * MINUTE),
      seen('n2', NOON - 2 * MINUTE, { provisional: true }),
      seen('n3'),
    ];
    expect(offer(rosterOf({ share: true }, ...held))).toEqual(own('n2'));
  });

  it('one that was shared as their own again, once all who held it have gone', () => {
    const adas = seen('n1', NOON - HOLD, { visitorId: 'ada' });
    const share = { visitorId: 'bob', grade: 'shared', sharedAt: adas.startedAt } as const;
    const bobs = seen('n1', NOON - HOLD + MINUTE, share);
    const roster = rosterOf({ numbers: ['n1'] }, adas, bobs);
    expect(offer(roster)).toEqual(none);
    expect(offer(roster, { now: NOON + MINUTE })).toEqual(own('n1'));
  });
});

describe('nothing is offered', () => {
  it('by a pool that is paused, which is not for want of numbers', () => {
    const roster = rosterOf({ paused: true, share: true }, seen('n1'));
    expect(offer(roster)).toEqual({ grade: 'none', exhausted: false });
    expect(roster.leases('main', 'n1')).toBe(false);
  });

  it('by a pool that is gone', () => {
    const roster = rosterOf({});
    expect(offer(roster, { pool: 'gone' })).toEqual({ grade: 'none', exhausted: false });
    expect(roster.pool('gone')).toBeUndefined();
    expect(roster.leases('gone', 'n1')).toBe(false);
  });

  it('by a pool without numbers', () => {
    expect(offer(rosterOf({ numbers: [], share: true }))).toEqual(none);
  });
});

describe('a call in progress', () => {
  it('pins its number: it is neither leased anew nor shared', () => {
    const roster = rosterOf({ numbers: ['n1'], share: true }, seen('n1', NOON - HOUR));
    roster.calls.began('n1', 'call', NOON);
    expect(offer(roster)).toEqual(none);
    roster.calls.ended('n1', 'call');
    expect(offer(roster)).toEqual(own('n1'));
  });

  it('pins a number that was never used', () => {
    const roster = rosterOf({});
    roster.calls.began('n1', 'call', NOON);
    expect(offer(roster)).toEqual(own('n2'));
  });

  it('pins it until the last of several calls has ended', () => {
    const roster = rosterOf({ numbers: ['n1'] });
    roster.calls.began('n1', 'one', NOON);
    roster.calls.began('n1', 'another', NOON);
    roster.calls.ended('n1', 'one');
    expect(offer(roster)).toEqual(none);
    roster.calls.ended('n1', 'another');
    expect(offer(roster)).toEqual(own('n1'));
  });

  it('of which no end is told pins it for four hours', () => {
    const roster = rosterOf({ numbers: ['n1'] });
    roster.calls.began('n1', 'call', NOON);
    expect(offer(roster, { now: NOON + 4 * HOUR - 1 })).toEqual(none);
    expect(offer(roster, { now: NOON + 4 * HOUR })).toEqual(own('n1'));
  });

  it('whose end is told though nobody heard it begin changes nothing', () => {
    const roster = rosterOf({});
    roster.calls.ended('n1', 'call');
    expect(offer(roster)).toEqual(own('n1'));
  });
});

describe('a network that holds its share of a pool', () => {
  const numbers = ['n1', 'n2', 'n3', 'n4', 'n5'];

  /** The office holds three of five, which is the most that it may. */
  function officeFull(change: Partial<PoolDefinition> = {}): Roster {
    const roster = rosterOf({ numbers, ...change });
    for (const number of ['n2', 'n1', 'n3']) roster.record(seen(number), 'office');
    return roster;
  }

  it('is offered no more, though there are, which is not for want of numbers', () => {
    expect(offer(officeFull(), { network: 'office' })).toEqual({ grade: 'none', exhausted: false });
  });

  it('shares among its own numbers where the pool shares, and takes nothing from others', () => {
    const roster = officeFull({ share: true });
    roster.record(seen('n4', NOON - MINUTE), 'school');
    roster.record({ ...seen('n1'), ...roster.latest('n1'), lastSeenAt: NOON + 1 });
    const wish = { network: 'office', taken: new Set(['n2']) };
    expect(offer(roster, wish)).toEqual({ ...shared('n3'), exhausted: false });
  });

  it('is offered a number that none of its own calls pins', () => {
    const roster = officeFull({ share: true });
    for (const number of ['n1', 'n2', 'n3']) roster.calls.began(number, number, NOON);
    expect(offer(roster, { network: 'office' })).toEqual({ grade: 'none', exhausted: false });
  });

  it('leaves all others what there is, and those who are not counted', () => {
    expect(offer(officeFull(), { network: 'school' })).toEqual(own('n4'));
    expect(offer(officeFull(), { network: null })).toEqual(own('n4'));
  });

  it('is offered numbers again once it holds fewer', () => {
    const roster = officeFull();
    roster.record({ ...seen('n1'), ...roster.latest('n1'), lastSeenAt: NOON + MINUTE });
    expect(offer(roster, { network: 'office', now: NOON + HOLD })).toEqual(own('n4'));
  });

  it('may be allowed the whole pool', () => {
    expect(offer(officeFull({ networkShare: 1 }), { network: 'office' })).toEqual(own('n4'));
  });

  it('has a share of each pool, not one of all', () => {
    const roster = new Roster([pool({ numbers }), pool({ name: 'other', numbers: ['o1'] })], []);
    for (const number of ['n1', 'n2', 'n3']) roster.record(seen(number), 'office');
    expect(offer(roster, { pool: 'other', network: 'office' })).toEqual(own('o1'));
  });

  it('does not hold what one of its visitors shares with another', () => {
    const roster = rosterOf({ numbers, share: true });
    roster.record(seen('n1'), 'school');
    const share = { visitorId: 'bob', grade: 'shared', sharedAt: NOON } as const;
    roster.record(seen('n1', NOON, share), 'office');
    for (const number of ['n2', 'n3']) roster.record(seen(number), 'office');
    expect(offer(roster, { network: 'office' })).toEqual(own('n4'));
  });
});
