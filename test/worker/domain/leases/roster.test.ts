import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';

const main = { name: 'main', holdSeconds: HOLD_SECONDS, numbers: ['n1', 'n2', 'n3'] };
const free: ReadonlySet<string> = new Set();

/** The roster of one pool after what has been recorded. */
function rosterAfter(...leases: Lease[]): Roster {
  const roster = new Roster([main], []);
  for (const each of leases) roster.record(each);
  return roster;
}

describe('a lease', () => {
  it('is found by its number', () => {
    const adas = lease({ number: 'n1' });
    expect(rosterAfter(adas).latest('n1')).toBe(adas);
  });

  it('is found by its visitor and target', () => {
    const adas = lease({ number: 'n1', visitorId: 'ada', target: 'sales' });
    expect(rosterAfter(adas).leaseOf('ada', 'sales')).toBe(adas);
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
    const before = lease({ number: 'n1' });
    const after = { ...before, lastSeenAt: NOON + MINUTE };
    expect(rosterAfter(before, after).leaseOf('ada', before.target)).toBe(after);
  });
});

describe('leasing a number again', () => {
  it('makes the roster forget whom it belonged to', () => {
    const adas = lease({ number: 'n1', visitorId: 'ada' });
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
    const first = lease({ number: 'n1', visitorId: 'ada' });
    const second = lease({ number: 'n2', visitorId: 'ada' });
    const roster = rosterAfter(first, second, lease({ number: 'n1', visitorId: 'bob' }));
    expect(roster.leaseOf('ada', first.target)).toBe(second);
  });
});

describe('a sign of life', () => {
  it('renews the lease of the visitor who holds the number', () => {
    const roster = rosterAfter(lease({ number: 'n1', visitorId: 'ada' }));
    expect(roster.renew('n1', 'ada', NOON + MINUTE)?.lastSeenAt).toBe(NOON + MINUTE);
    expect(roster.latest('n1')?.lastSeenAt).toBe(NOON + MINUTE);
  });

  it('is refused to a visitor whose number was leased to somebody else since', () => {
    const bobs = lease({ number: 'n1', visitorId: 'bob' });
    const roster = rosterAfter(lease({ number: 'n1', visitorId: 'ada' }), bobs);
    expect(roster.renew('n1', 'ada', NOON + MINUTE)).toBeUndefined();
    expect(roster.latest('n1')).toBe(bobs);
  });

  it('is refused for a number that nobody ever held', () => {
    expect(rosterAfter().renew('n1', 'ada', NOON)).toBeUndefined();
  });

  it('of an older lease does not bring it back in place of a newer one', () => {
    const older = lease({ number: 'n1' });
    const newer = lease({ number: 'n2' });
    const roster = rosterAfter(older, newer);
    roster.renew('n1', 'ada', NOON + MINUTE);
    expect(roster.leaseOf('ada', older.target)).toBe(newer);
  });
});

describe('a number of the pool', () => {
  const longAgo = { startedAt: NOON - HOUR, lastSeenAt: NOON - HOUR };

  it('is picked by the rules of the pool', () => {
    const roster = rosterAfter(lease({ number: 'n1' }));
    expect(roster.pick('main', NOON, free)).toBe('n2');
  });

  it('is not picked where the visit has taken it already', () => {
    expect(rosterAfter().pick('main', NOON, new Set(['n1', 'n2']))).toBe('n3');
  });

  it('is not picked once removed, though it had rested longest', () => {
    const removed = lease({ number: 'removed', ...longAgo });
    const roster = rosterAfter(removed, lease({ number: 'n1' }), lease({ number: 'n2' }));
    roster.record(lease({ number: 'n3' }));
    expect(roster.leases('main', 'removed')).toBe(false);
    expect(roster.pick('main', NOON, free)).toBeUndefined();
  });

  it('belongs to that pool alone', () => {
    const other = { name: 'other', holdSeconds: 60, numbers: ['n9'] };
    const roster = new Roster([main, other], []);
    expect(roster.leases('other', 'n1')).toBe(false);
    expect(roster.pick('other', NOON, free)).toBe('n9');
    expect(roster.holdSeconds('other')).toBe(60);
  });

  it('is not had from a pool that is gone', () => {
    expect(rosterAfter().pick('gone', NOON, free)).toBeUndefined();
    expect(rosterAfter().holdSeconds('gone')).toBeUndefined();
  });
});

describe('after any history', () => {
  type Step = { number: string; visitorId: string; target: string; begins: boolean; at: number };
  const anyStep: fc.Arbitrary<Step> = fc.record({
    number: fc.constantFrom('n1', 'n2', 'n3'),
    visitorId: fc.constantFrom('ada', 'bob'),
    target: fc.constantFrom('sales', 'support'),
    begins: fc.boolean(),
    at: fc.nat(HOUR).map((since) => NOON + since),
  });
  /** Distinct times of beginning, as the object's clock gives them. */
  const history = fc.array(anyStep, { maxLength: 30 }).map((steps) => {
    const roster = new Roster([main], []);
    const begun: Lease[] = [];
    steps.forEach(({ number, visitorId, target, begins, at }, index) => {
      if (!begins) {
        roster.renew(number, visitorId, at);
        return;
      }
      const started = lease({ number, visitorId, target, startedAt: NOON + index });
      begun.push(started);
      roster.record(started);
    });
    return { roster, begun };
  });
  const visitors = ['ada', 'bob'];
  const targets = ['sales', 'support'];

  it('the latest lease of a number is the one that began last', () => {
    fc.assert(
      fc.property(history, ({ roster, begun }) => {
        for (const number of main.numbers) {
          const last = begun.findLast((each) => each.number === number);
          expect(roster.latest(number)?.id).toBe(last?.id);
        }
      }),
    );
  });

  it("a visitor's lease for a target is the last one, if nothing else has begun on its number", () => {
    fc.assert(
      fc.property(history, ({ roster, begun }) => {
        for (const visitorId of visitors) {
          for (const target of targets) {
            const last = begun.findLast(
              (each) => each.visitorId === visitorId && each.target === target,
            );
            const holds = last && roster.latest(last.number)?.id === last.id;
            expect(roster.leaseOf(visitorId, target)?.id).toBe(holds ? last.id : undefined);
          }
        }
      }),
    );
  });

  it('no number stands for two targets, or for two visitors', () => {
    fc.assert(
      fc.property(history, ({ roster }) => {
        const held = visitors.flatMap((visitorId) =>
          targets.flatMap((target) => roster.leaseOf(visitorId, target)?.number ?? []),
        );
        expect(new Set(held).size).toBe(held.length);
      }),
    );
  });

  it('everybody finds the number again when the leases are read anew, in whatever order', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), ({ roster }, random) => {
        const stored = main.numbers
          .flatMap((number) => roster.latest(number) ?? [])
          .map((each) => ({ each, order: random.next().value }))
          .sort((a, b) => a.order - b.order)
          .map(({ each }) => each);
        const again = new Roster([main], stored);
        for (const visitorId of visitors) {
          for (const target of targets) {
            const before = roster.leaseOf(visitorId, target);
            if (before) expect(again.leaseOf(visitorId, target)).toEqual(before);
          }
        }
      }),
    );
  });
});
