import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, reusableAt } from '../../../../worker/domain/leases/lease.ts';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import { HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { lease, NOON } from './make-lease.ts';
import { pool } from './make-pool.ts';

const numbers = ['n1', 'n2', 'n3'];
const visitors = ['ada', 'bob', 'eve'];
const targets = ['sales', 'support'];
const main = pool({ numbers, share: true });

type Step = { number: string; visitorId: string; target: string; begins: boolean; at: number };
const anyStep: fc.Arbitrary<Step> = fc.record({
  number: fc.constantFrom(...numbers),
  visitorId: fc.constantFrom('ada', 'bob'),
  target: fc.constantFrom(...targets),
  begins: fc.boolean(),
  at: fc.nat(HOUR).map((since) => NOON + since),
});

describe('after any history of leases of one visitor each', () => {
  /** Distinct times of beginning, as the object's clock gives them. */
  const history = fc.array(anyStep, { maxLength: 30 }).map((steps) => {
    const roster = new Roster([main], []);
    const begun: Lease[] = [];
    steps.forEach(({ number, visitorId, target, begins, at }, index) => {
      if (!begins) {
        const renewed = roster.renewed(number, visitorId, at);
        if (renewed) roster.record(renewed);
        return;
      }
      const started = lease({ number, visitorId, target, startedAt: NOON + index });
      begun.push(started);
      roster.record(started);
    });
    return { roster, begun };
  });

  it('the latest lease of a number is the one that began last', () => {
    fc.assert(
      fc.property(history, ({ roster, begun }) => {
        for (const number of numbers) {
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
});

describe('after any history of visitors who are given what the pool offers', () => {
  const anyArrival = fc.record({
    passes: fc.nat(5 * MINUTE),
    visitorId: fc.constantFrom(...visitors),
    target: fc.constantFrom(...targets),
    renews: fc.boolean(),
  });
  const history = fc.array(anyArrival, { maxLength: 40 }).map((steps) => {
    const roster = new Roster([main], []);
    let now = NOON;
    const offers = steps.flatMap(({ passes, visitorId, target, renews }) => {
      now += passes;
      const held = roster.leaseOf(visitorId, target);
      if (renews && held) {
        const renewed = roster.renewed(held.number, visitorId, now);
        if (renewed) roster.record(renewed);
        return [];
      }
      const taken = new Set(held ? [held.number] : []);
      const offer = roster.offer({
        pool: 'main',
        visitorId,
        now,
        taken,
        area: undefined,
        network: null,
      });
      if (offer.grade === 'none') return [];
      const { number, grade } = offer;
      const before = [...(roster.stateOf(number)?.leases() ?? [])];
      const sharedAt = grade === 'shared' ? now : null;
      const begun = { number, grade, sharedAt, visitorId, target, startedAt: now, lastSeenAt: now };
      roster.record(lease(begun));
      return [{ now, offer, before }];
    });
    return { roster, now, offers };
  });

  it('a number is offered for one alone exactly where nobody holds it', () => {
    fc.assert(
      fc.property(history, ({ offers }) => {
        for (const { now, offer, before } of offers) {
          const isHeld = before.some((each) => now < reusableAt(each));
          expect(offer.grade).toBe(isHeld ? 'shared' : 'own');
        }
      }),
    );
  });

  it('everybody finds the number again when the leases are read anew, in whatever order', () => {
    fc.assert(
      fc.property(history, fc.infiniteStream(fc.nat()), ({ roster, now }, random) => {
        const stored = numbers
          .flatMap((number) => [...(roster.stateOf(number)?.leases() ?? [])])
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
        for (const number of numbers) {
          expect(again.isFree(number, now)).toBe(roster.isFree(number, now));
          expect(again.latest(number)).toEqual(roster.latest(number));
        }
      }),
    );
  });
});
