import { describe, expect, it } from 'vitest';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import { HOUR, MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';
import { pool } from './make-pool.ts';

const HOLD = HOLD_SECONDS * SECOND;
const adas = lease({ number: 'n1', visitorId: 'ada' });

function offered(roster: Roster, poolName = 'main', now = NOON): string | undefined {
  const wish = {
    pool: poolName,
    visitorId: 'new',
    now,
    taken: new Set<string>(),
    area: undefined,
    network: null,
  };
  const offer = roster.offer(wish);
  return offer.grade === 'own' ? offer.number : undefined;
}

describe('a number of a pool', () => {
  it('belongs to that pool alone', () => {
    const other = pool({ name: 'other', holdSeconds: 60, numbers: ['n9'] });
    const roster = new Roster([pool(), other], []);
    expect(roster.leases('main', 'n1')).toBe(true);
    expect(roster.leases('other', 'n1')).toBe(false);
    expect(offered(roster, 'other')).toBe('n9');
  });

  it('is leased by the settings of its pool', () => {
    const other = pool({ name: 'other', holdSeconds: 60, numbers: ['n9'] });
    expect(new Roster([pool(), other], []).pool('other')).toBe(other);
  });

  it('is told from what a pool falls back on', () => {
    const roster = new Roster([pool(), pool({ name: 'other', numbers: [], fallback: 'f1' })], []);
    expect(roster.isFallback('f1')).toBe(true);
    expect(roster.isFallback('n1')).toBe(false);
  });
});

describe('while pools are changed', () => {
  it('whoever holds a number goes on holding it', () => {
    const roster = new Roster([pool()], [adas]);
    roster.usePools([pool({ numbers: [] })]);
    expect(roster.leaseOf('ada', adas.target)).toBe(adas);
    expect(roster.renewed('n1', 'ada', NOON + MINUTE)).toBeDefined();
  });

  it('numbers that are added may be leased, after those that are there', () => {
    const roster = new Roster([pool({ numbers: ['n1'] })], [adas]);
    expect(offered(roster)).toBeUndefined();
    roster.usePools([pool({ numbers: ['n1', 'n2'] })]);
    expect(offered(roster)).toBe('n2');
  });

  it('one that is removed is not leased anew, though it had rested longest', () => {
    const removed = lease({ number: 'gone', startedAt: NOON - HOUR, lastSeenAt: NOON - HOUR });
    const roster = new Roster([pool({ numbers: ['gone', 'n1'] })], [removed, adas]);
    expect(offered(roster)).toBe('gone');
    roster.usePools([pool({ numbers: ['n1'] })]);
    expect(offered(roster)).toBeUndefined();
    expect(roster.leases('main', 'gone')).toBe(false);
  });

  it('one that comes back is held by whoever held it', () => {
    const roster = new Roster([pool({ numbers: ['n1'] })], [adas]);
    roster.usePools([]);
    roster.usePools([pool({ numbers: ['n1'] })]);
    expect(offered(roster)).toBeUndefined();
    expect(offered(roster, 'main', NOON + HOLD)).toBe('n1');
  });

  it('one that moves to another pool is leased by that one, once it is free', () => {
    const roster = new Roster([pool({ numbers: ['n1'] })], [adas]);
    roster.usePools([pool({ numbers: [] }), pool({ name: 'other', numbers: ['n1'] })]);
    expect(roster.leases('main', 'n1')).toBe(false);
    expect(offered(roster, 'other')).toBeUndefined();
    expect(offered(roster, 'other', NOON + HOLD)).toBe('n1');
    expect(offered(roster, 'main', NOON + HOLD)).toBeUndefined();
  });

  it('one that is leased for the first time after the change is known as used', () => {
    const roster = new Roster([pool({ numbers: ['n1'] })], []);
    roster.usePools([pool({ numbers: ['n1', 'n2'] })]);
    roster.record(adas);
    expect(offered(roster)).toBe('n2');
    roster.record(lease({ number: 'n2', visitorId: 'bob', lastSeenAt: NOON + 1 }));
    expect(offered(roster)).toBeUndefined();
    expect(offered(roster, 'main', NOON + HOLD + 1)).toBe('n1');
  });

  it('a pool that is paused leases nothing anew, and does again when it goes on', () => {
    const roster = new Roster([pool()], [adas]);
    roster.usePools([pool({ paused: true })]);
    expect(offered(roster)).toBeUndefined();
    expect(roster.leaseOf('ada', adas.target)).toBe(adas);
    roster.usePools([pool()]);
    expect(offered(roster)).toBe('n2');
  });

  it('calls in progress and what networks hold are remembered', () => {
    const numbers = ['n1', 'n2', 'n3', 'n4', 'n5'];
    const roster = new Roster([pool({ numbers })], []);
    for (const number of ['n1', 'n2', 'n3']) roster.record(lease({ number }), 'office');
    roster.calls.began('n4', 'call', NOON);
    roster.usePools([pool({ numbers })]);
    expect(offered(roster)).toBe('n5');
    const taken = new Set<string>();
    expect(
      roster.offer({
        pool: 'main',
        visitorId: 'new',
        now: NOON,
        taken,
        area: undefined,
        network: 'office',
      }),
    ).toEqual({ grade: 'none', exhausted: false });
  });

  it('a shorter hold time frees no number before its time, and costs no number any', () => {
    const numbers = ['n1', 'n2'];
    const nobodys = { holdSeconds: 3_600, provisional: true };
    const later = lease({ ...nobodys, number: 'n2', lastSeenAt: NOON + MINUTE });
    const held = [lease({ ...nobodys, number: 'n1' }), later];
    const roster = new Roster([pool({ numbers, holdSeconds: 3_600 })], held);
    roster.usePools([pool({ numbers, holdSeconds: 60 })]);
    expect(offered(roster, 'main', NOON + 2 * MINUTE - 1)).toBeUndefined();
    expect(offered(roster, 'main', NOON + 2 * MINUTE)).toBe('n1');
    const at = NOON + 2 * MINUTE;
    const bobs = { number: 'n1', visitorId: 'bob', startedAt: at, lastSeenAt: at, holdSeconds: 60 };
    roster.record(lease(bobs));
    expect(offered(roster, 'main', NOON + 3 * MINUTE - 1)).toBeUndefined();
    // Free by now, while n2, though idle for longer, would have to be taken back.
    expect(offered(roster, 'main', NOON + 3 * MINUTE)).toBe('n1');
  });
});
