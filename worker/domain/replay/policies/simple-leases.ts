import type { Verdict } from '../../matching/verdict.ts';
import type { EpochMs } from '../../time.ts';
import type { Policy } from '../policy.ts';
import { credited, NO_CREDIT } from './credited.ts';

/** A number and whoever was given it last. */
export type Slot = {
  readonly number: string;
  visitorId: string | null;
  sessionId: string;
  source: string;
  startedAt: EpochMs;
  /** Before all time for a number never used. */
  seenAt: EpochMs;
};

export type LeaseRules = {
  /** Whether a number that was given to somebody may be given to somebody else. */
  readonly isOver: (slot: Slot, at: EpochMs) => boolean;
  /** Which of the free numbers is given next; there is at least one. */
  readonly pick: (free: readonly Slot[]) => Slot | undefined;
  /** Who is credited with a call: whoever holds the number, or whoever held it last. */
  readonly credits: 'holder' | 'last holder';
  readonly freedByCall: boolean;
};

/** Numbers given to one visitor at a time, until they are over; the business's own number where none is free. */
export function simpleLeases(numbers: readonly string[], rules: LeaseRules): Policy {
  const slots = numbers.map(
    (number): Slot => ({
      number,
      visitorId: null,
      sessionId: '',
      source: '',
      startedAt: 0,
      seenAt: Number.NEGATIVE_INFINITY,
    }),
  );
  const byNumber = new Map(slots.map((slot) => [slot.number, slot]));
  const byVisitor = new Map<string, Slot>();
  const isFree = (slot: Slot, at: EpochMs) => slot.visitorId === null || rules.isOver(slot, at);

  const heldBy = (visitorId: string, at: EpochMs): Slot | undefined => {
    const slot = byVisitor.get(visitorId);
    return slot?.visitorId === visitorId && !isFree(slot, at) ? slot : undefined;
  };

  return {
    view({ at, visitorId, sessionId, source }) {
      const held = heldBy(visitorId, at);
      if (held) {
        held.seenAt = at;
        return { number: held.number, own: true };
      }
      const slot = rules.pick(slots.filter((each) => isFree(each, at)));
      if (slot === undefined) return { number: null, own: false };
      Object.assign(slot, { visitorId, sessionId, source, startedAt: at, seenAt: at });
      byVisitor.set(visitorId, slot);
      return { number: slot.number, own: true };
    },
    // A goodbye is not known to these policies.
    seen({ at, visitorId, type }) {
      const held = type === 'leave' ? undefined : heldBy(visitorId, at);
      if (held) held.seenAt = at;
    },
    call({ at, number }): Verdict {
      const slot = byNumber.get(number);
      if (slot === undefined || slot.visitorId === null) return NO_CREDIT;
      if (rules.credits === 'holder' && isFree(slot, at)) return NO_CREDIT;
      const verdict = credited({ ...slot, visitorId: slot.visitorId });
      if (rules.freedByCall) slot.visitorId = null;
      return verdict;
    },
  };
}

/** The number whose last holder was seen longest ago. */
export function leastRecentlyUsed(free: readonly Slot[]): Slot | undefined {
  return free.reduce<Slot | undefined>(
    (best, slot) => (best === undefined || slot.seenAt < best.seenAt ? slot : best),
    undefined,
  );
}
