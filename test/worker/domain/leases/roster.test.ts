import { describe, expect, it } from 'vitest';
import { type Lease, shareLease } from '../../../../worker/domain/leases/lease.ts';
import { NOBODY } from '../../../../worker/domain/leases/number-state.ts';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';
import { pool } from './make-pool.ts';

const HOLD = HOLD_SECONDS * SECOND;

/** The roster of one pool after what has been recorded. */
function rosterAfter(...leases: Lease[]): Roster {
  const roster = new Roster([pool()], []);
  for (const each of leases) roster.record(each);
  return roster;
}

const adas = lease({ number: 'n1', visitorId: 'ada' });
const bobsShare = lease({ number: 'n1', visitorId: 'bob', grade: 'shared', sharedAt: NOON });

describe('a lease', () => {
  it('is found by its number', () => {
    expect(rosterAfter(adas).latest('n1')).toBe(adas);
  });

  it('is found by its visitor and target', () => {
    const sales = lease({ number: 'n1', visitorId: 'ada', target: 'sales' });
    expect(rosterAfter(sales).leaseOf('ada', 'sales')).toBe(sales);
  });

  it('is not found for another visitor or another target', () => {
    const roster = rosterAfter(lease({ visitorId: 'ada', target: 'sales' }));
    expect(roster.leaseOf('bob', 'sales')).toBeUndefined();
    expect(roster.leaseOf('ada', 'support')).toBeUndefined();
  });

  it('stands beside those that the visitor has for other targets', () => {
    const sales = lease({ number: 'n1', target: 'sales' });
    const support = lease({ number: 'n2', target: 'support' });
    const roster = rosterAfter(sales, support);
    expect(roster.leaseOf('ada', 'sales')).toBe(sales);
    expect(roster.leaseOf('ada', 'support')).toBe(support);
  });

  it('is known as it was last recorded', () => {
    const after = { ...adas, lastSeenAt: NOON + MINUTE };
    expect(rosterAfter(adas, after).leaseOf('ada', adas.target)).toBe(after);
    expect(rosterAfter(adas, after).latest('n1')).toBe(after);
  });
});

describe('leasing a number again', () => {
  it('makes the roster forget whom it belonged to', () => {
    const bobs = lease({ number: 'n1', visitorId: 'bob' });
    const roster = rosterAfter(adas, bobs);
    expect(roster.leaseOf('ada', adas.target)).toBeUndefined();
    expect(roster.latest('n1')).toBe(bobs);
  });

  it('for another target makes it forget that it stood for the first', () => {
    const sales = lease({ number: 'n1', target: 'sales' });
    const support = lease({ number: 'n1', target: 'support' });
    expect(rosterAfter(sales, support).leaseOf('ada', 'sales')).toBeUndefined();
  });

  it('leaves the former holder the number leased since', () => {
    const second = lease({ number: 'n2', visitorId: 'ada' });
    const roster = rosterAfter(adas, second, lease({ number: 'n1', visitorId: 'bob' }));
    expect(roster.leaseOf('ada', adas.target)).toBe(second);
  });
});

describe('sharing a number', () => {
  it('leaves it to whoever held it', () => {
    const roster = rosterAfter(adas, bobsShare);
    expect(roster.leaseOf('ada', adas.target)).toBe(adas);
    expect(roster.leaseOf('bob', bobsShare.target)).toBe(bobsShare);
    expect(roster.latest('n1')).toBe(bobsShare);
  });

  it('ends the exclusivity of the first', () => {
    const shared = shareLease(adas, NOON);
    expect(rosterAfter(adas, shared, bobsShare).leaseOf('ada', adas.target)).toBe(shared);
  });

  it('makes the roster forget those who had left by then', () => {
    const late = lease({ ...bobsShare, id: 'late', startedAt: NOON + HOLD });
    expect(rosterAfter(adas, late).leaseOf('ada', adas.target)).toBeUndefined();
  });
});

describe('a sign of life', () => {
  it('renews the lease of the visitor who holds the number', () => {
    const roster = rosterAfter(adas);
    expect(roster.renewed('n1', 'ada', NOON + MINUTE)).toEqual({
      ...adas,
      lastSeenAt: NOON + MINUTE,
    });
  });

  it('counts only once it is recorded', () => {
    const roster = rosterAfter(adas);
    roster.renewed('n1', 'ada', NOON + MINUTE);
    expect(roster.latest('n1')).toBe(adas);
  });

  it('shows that the visitor is somebody', () => {
    const roster = rosterAfter({ ...adas, provisional: true });
    expect(roster.renewed('n1', 'ada', NOON)).toEqual({ ...adas, provisional: false });
  });

  it('renews the lease of each who shares the number, and of no other', () => {
    const roster = rosterAfter(adas, bobsShare);
    expect(roster.renewed('n1', 'ada', NOON + MINUTE)?.id).toBe(adas.id);
    expect(roster.renewed('n1', 'bob', NOON + MINUTE)?.id).toBe(bobsShare.id);
    expect(roster.renewed('n1', 'eve', NOON + MINUTE)).toBeUndefined();
  });

  it('is refused to a visitor whose number was leased to somebody else since', () => {
    const bobs = lease({ number: 'n1', visitorId: 'bob' });
    const roster = rosterAfter(adas, bobs);
    expect(roster.renewed('n1', 'ada', NOON + MINUTE)).toBeUndefined();
    expect(roster.latest('n1')).toBe(bobs);
  });

  it('is refused once the lease has run out: what is over is not revived', () => {
    const roster = rosterAfter(adas);
    expect(roster.renewed('n1', 'ada', NOON + HOLD - 1)).toBeDefined();
    expect(roster.renewed('n1', 'ada', NOON + HOLD)).toBeUndefined();
  });

  it('is refused for a number that nobody ever held', () => {
    expect(rosterAfter().renewed('n1', 'ada', NOON)).toBeUndefined();
  });

  it('of an older lease does not bring it back in place of a newer one', () => {
    const newer = lease({ number: 'n2', visitorId: 'ada' });
    const roster = rosterAfter(adas, newer);
    const renewed = roster.renewed('n1', 'ada', NOON + MINUTE);
    if (renewed) roster.record(renewed);
    expect(roster.leaseOf('ada', adas.target)).toBe(newer);
  });
});

describe('a visitor who is to be forgotten', () => {
  it('is not found any more, and what they hold stays taken', () => {
    const other = lease({ number: 'n2', visitorId: 'ada', target: 'support' });
    const roster = rosterAfter(adas, other, lease({ number: 'n3', visitorId: 'bob' }));
    roster.anonymise('ada');
    expect(roster.leaseOf('ada', adas.target)).toBeUndefined();
    expect(roster.leaseOf('ada', 'support')).toBeUndefined();
    expect(roster.renewed('n1', 'ada', NOON + MINUTE)).toBeUndefined();
    expect(roster.latest('n1')).toMatchObject({ sessionId: NOBODY });
    expect(roster.latest('n1')?.visitorId).not.toBe('ada');
    expect(roster.isFree('n1', NOON)).toBe(false);
    expect(roster.heldCount('main', NOON)).toBe(3);
  });

  it('is told from those who share the number', () => {
    const roster = rosterAfter(adas, bobsShare);
    roster.anonymise('ada');
    expect(roster.leaseOf('bob', bobsShare.target)).toBe(bobsShare);
    expect(roster.stateOf('n1')?.isHeldBeside('bob', NOON)).toBe(true);
  });
});

describe('a number that another shard has now', () => {
  it('is nobody’s here', () => {
    const roster = rosterAfter(adas, lease({ number: 'n2', visitorId: 'bob' }));
    roster.release('n1');
    roster.usePools([pool({ numbers: ['n2'] })]);
    expect(roster.leaseOf('ada', adas.target)).toBeUndefined();
    expect(roster.latest('n1')).toBeUndefined();
    expect(roster.latest('n2')?.visitorId).toBe('bob');
  });

  it('is let go of once nobody holds it and nobody rings it', () => {
    const roster = rosterAfter(adas);
    roster.calls.began('n1', 'call', NOON);
    expect(roster.isFree('n1', NOON + HOLD - 1)).toBe(false);
    expect(roster.isFree('n1', NOON + HOLD)).toBe(false);
    roster.calls.ended('n1', 'call');
    expect(roster.isFree('n1', NOON + HOLD - 1)).toBe(false);
    expect(roster.isFree('n1', NOON + HOLD)).toBe(true);
  });
});

it('leases that are read anew count in the order of their making, whatever their clock said', () => {
  const before = NOON - HOLD;
  const late = { startedAt: before, lastSeenAt: before };
  const bobs = lease({ ...bobsShare, ...late, id: 'lease-later', sharedAt: before });
  for (const stored of [
    [shareLease(adas, before), bobs],
    [bobs, shareLease(adas, before)],
  ]) {
    const roster = new Roster([pool()], stored);
    expect(roster.latest('n1')).toBe(bobs);
    expect(roster.leaseOf('ada', adas.target)).toBeDefined();
    expect(roster.leaseOf('bob', bobs.target)).toBeDefined();
  }
});

it('counts the numbers of a pool that somebody holds, however many share one', () => {
  const roster = rosterAfter(adas, bobsShare, lease({ number: 'gone' }));
  expect(roster.heldCount('main', NOON + HOLD - 1)).toBe(1);
  expect(roster.heldCount('main', NOON + HOLD)).toBe(0);
  expect(roster.heldCount('other', NOON)).toBe(0);
});
