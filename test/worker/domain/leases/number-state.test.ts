import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, renewLease, reusableAt } from '../../../../worker/domain/leases/lease.ts';
import {
  MOST_HOLDERS,
  NOBODY,
  NumberState,
} from '../../../../worker/domain/leases/number-state.ts';
import { MINUTE, SECOND } from '../../../../worker/domain/time.ts';
import { HOLD_SECONDS, lease, NOON } from './make-lease.ts';
import { stateAfter } from './make-state.ts';

const HOLD = HOLD_SECONDS * SECOND;
const at = (startedAt: number) => ({ startedAt, lastSeenAt: startedAt });
const adas = lease({ visitorId: 'ada' });
const sharedBy = (visitorId: string, startedAt: number) =>
  lease({ visitorId, grade: 'shared', sharedAt: startedAt, ...at(startedAt) });

describe('a number never used', () => {
  const unused = new NumberState('n1');

  it('has no holder, and never had one', () => {
    expect(unused.number).toBe('n1');
    expect(unused.latest).toBeUndefined();
    expect(unused.first).toBeUndefined();
    expect(unused.seenAt).toBeUndefined();
    expect([...unused.leases()]).toEqual([]);
  });

  it('is free at any time', () => {
    expect(unused.freeAt).toBe(Number.NEGATIVE_INFINITY);
    expect(unused.reclaimableAt).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('a number with one holder', () => {
  it('is free, and to be reclaimed, once the hold time is over', () => {
    expect(stateAfter(adas).freeAt).toBe(NOON + HOLD);
    expect(stateAfter(adas).reclaimableAt).toBe(NOON + HOLD);
  });

  it('is to be reclaimed before that where its holder may be nobody', () => {
    const state = stateAfter({ ...adas, provisional: true });
    expect(state.reclaimableAt).toBe(NOON + 120 * SECOND);
    expect(state.freeAt).toBe(NOON + HOLD);
  });

  it('is held for longer once the holder was seen again', () => {
    const state = stateAfter({ ...adas, provisional: true });
    state.update(renewLease({ ...adas, provisional: true }, NOON + MINUTE));
    expect(state.seenAt).toBe(NOON + MINUTE);
    expect(state.freeAt).toBe(NOON + MINUTE + HOLD);
    expect(state.reclaimableAt).toBe(NOON + MINUTE + HOLD);
    expect(state.latest?.provisional).toBe(false);
  });

  it('knows the lease by its id and by its visitor', () => {
    expect(stateAfter(adas).get(adas.id)).toBe(adas);
    expect(stateAfter(adas).ofVisitor('ada')).toBe(adas);
    expect(stateAfter(adas).ofVisitor('bob')).toBeUndefined();
  });
});

describe('a lease of a number for one visitor alone', () => {
  it('ends all that was, and says what', () => {
    const state = stateAfter(adas, sharedBy('bob', NOON));
    const eves = lease({ visitorId: 'eve', ...at(NOON + HOLD) });
    expect(state.begin(eves).map(({ visitorId }) => visitorId)).toEqual(['ada', 'bob']);
    expect([...state.leases()]).toEqual([eves]);
    expect(state.ofVisitor('ada')).toBeUndefined();
  });

  it('takes a number back from those who turned out to be nobody', () => {
    const state = stateAfter({ ...adas, provisional: true });
    state.begin(lease({ visitorId: 'bob', provisional: true, ...at(NOON + 2 * MINUTE) }));
    expect(state.reclaimableAt).toBe(NOON + 4 * MINUTE);
  });
});

describe('a shared lease', () => {
  const bobs = sharedBy('bob', NOON + MINUTE);

  it('stands beside those that still hold the number', () => {
    const state = stateAfter(adas, bobs);
    expect([...state.leases()]).toEqual([adas, bobs]);
    expect(state.first).toBe(adas);
    expect(state.latest).toBe(bobs);
  });

  it('keeps the number from being free until the last holder has gone', () => {
    const state = stateAfter(adas, bobs);
    state.update(renewLease(adas, NOON + 5 * MINUTE));
    expect(state.seenAt).toBe(NOON + 5 * MINUTE);
    expect(state.freeAt).toBe(NOON + 5 * MINUTE + HOLD);
  });

  it('outlives those that run out before it', () => {
    const eves = sharedBy('eve', NOON + HOLD);
    const state = stateAfter(adas, bobs, eves);
    expect([...state.leases()]).toEqual([bobs, eves]);
    expect(state.first).toBe(bobs);
  });

  it('takes the place of one that its visitor had before', () => {
    const again = sharedBy('ada', NOON + 2 * MINUTE);
    const state = stateAfter(adas, bobs, again);
    expect([...state.leases()]).toEqual([bobs, again]);
    expect(state.ofVisitor('ada')).toBe(again);
  });

  it('is held beside others as long as one of them holds it', () => {
    const state = stateAfter(adas, bobs);
    expect(state.isHeldBeside('ada', NOON + MINUTE)).toBe(true);
    expect(state.isHeldBeside('bob', NOON + HOLD - 1)).toBe(true);
    expect(state.isHeldBeside('bob', NOON + HOLD)).toBe(false);
    expect(state.isHeldBeside('eve', NOON + HOLD)).toBe(true);
    expect(state.isHeldBeside('eve', NOON + MINUTE + HOLD)).toBe(false);
  });
});

describe('a visitor who is to be forgotten', () => {
  it('leaves the number taken, by nobody', () => {
    const state = stateAfter(adas, sharedBy('bob', NOON));
    state.anonymise('ada');
    expect(state.ofVisitor('ada')).toBeUndefined();
    expect(state.first).toMatchObject({ id: adas.id, sessionId: NOBODY });
    expect(state.freeAt).toBe(NOON + HOLD);
    expect(state.isHeldBeside('bob', NOON)).toBe(true);
    expect(JSON.stringify([...state.leases()])).not.toMatch(/ada|session-1"/);
  });
});

describe('whatever happens to a number', () => {
  const anyStep = fc.record({
    passes: fc.nat(4 * MINUTE),
    visitorId: fc.constantFrom('ada', 'bob', 'eve'),
    renews: fc.boolean(),
    holdSeconds: fc.constantFrom(60, 600),
  });
  /** Leases as the pool begins them: alone where nobody holds the number, else shared. */
  const anyHistory = fc.array(anyStep, { maxLength: 30 }).map((steps) => {
    const state = new NumberState('n1');
    const begun = new Map<string, Lease>();
    let now = NOON;
    for (const { passes, visitorId, renews, holdSeconds } of steps) {
      now += passes;
      const own = state.ofVisitor(visitorId);
      if (own && renews && now < reusableAt(own)) {
        state.update(renewLease(own, now));
        begun.set(own.id, renewLease(own, now));
        continue;
      }
      const grade = state.isHeldBeside(visitorId, now) ? 'shared' : 'own';
      // What an earlier page was promised is kept.
      const promised = own && now < reusableAt(own) ? own.holdSeconds : 0;
      const holds = Math.max(holdSeconds, promised);
      const next = lease({ visitorId, grade, holdSeconds: holds, ...at(now) });
      if (own) begun.delete(own.id);
      begun.set(next.id, next);
      state.begin(next);
    }
    return { state, now, begun: [...begun.values()] };
  });

  it('it is free once nobody holds it', () => {
    fc.assert(
      fc.property(anyHistory, fc.nat(20 * MINUTE), ({ state, now, begun }, later) => {
        const then = now + later;
        const isHeld = begun.some((each) => then < reusableAt(each));
        expect(state.freeAt <= then).toBe(!isHeld);
      }),
    );
  });

  it('everyone who holds it is known, and is told from the others', () => {
    fc.assert(
      fc.property(anyHistory, ({ state, now, begun }) => {
        for (const each of begun.filter((held) => now < reusableAt(held))) {
          expect(state.ofVisitor(each.visitorId)).toEqual(each);
          const beside = begun.some(
            (other) => other.visitorId !== each.visitorId && now < reusableAt(other),
          );
          expect(state.isHeldBeside(each.visitorId, now)).toBe(beside);
        }
      }),
    );
  });

  it('it was last seen with whoever was seen last', () => {
    fc.assert(
      fc.property(anyHistory, ({ state, begun }) => {
        fc.pre(begun.length > 0);
        expect(state.seenAt).toBe(Math.max(...begun.map(({ lastSeenAt }) => lastSeenAt)));
      }),
    );
  });
});

describe('a number that very many share', () => {
  const rush = (count: number, startedAt: number) =>
    Array.from({ length: count }, (_, index) => sharedBy(`visitor-${index}`, startedAt + index));

  it('does not count those who left behind somebody who stays', () => {
    const state = stateAfter(adas, ...rush(MOST_HOLDERS - 1, NOON));
    state.update(renewLease(adas, NOON + HOLD));
    expect(state.isCrowded(NOON + HOLD + 10_000)).toBe(false);
    const over = state.begin(sharedBy('eve', NOON + HOLD + 10_000));
    expect(over).toHaveLength(MOST_HOLDERS - 1);
    expect(state.first?.visitorId).toBe('ada');
  });

  it('is crowded when so many hold it', () => {
    const [almost, full] = [2, 1].map((less) =>
      stateAfter(adas, ...rush(MOST_HOLDERS - less, NOON)),
    );
    expect(almost?.isCrowded(NOON + MINUTE)).toBe(false);
    expect(full?.isCrowded(NOON + MINUTE)).toBe(true);
  });

  it('is not once enough of them have let go', () => {
    const state = stateAfter(adas, ...rush(MOST_HOLDERS + 50, NOON));
    expect(state.isCrowded(NOON + HOLD + 20)).toBe(true);
    expect(state.isCrowded(NOON + HOLD + 60)).toBe(false);
  });
});
