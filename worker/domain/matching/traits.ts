import { DAY, type EpochMs, MINUTE } from '../time.ts';
import { type Holder, SILENT_AFTER } from './holder.ts';
import { binOf } from './log-bins.ts';

/** What of a session tells how likely its visitor rings right now, each as a bin; -1: does not apply. */
export type Traits = {
  /** Since the visit began. */
  readonly age: number;
  /** The same, while the page is looked at. */
  readonly onSite: number;
  /** Since the page was last looked at. */
  readonly away: number;
  /** Since the number was tapped. */
  readonly tap: number;
  /**
   * Once the page is not looked at any more: how many midnights ago, and at what part of the day, the visit began. So
   * people are known who put off a call until a business opens.
   */
  readonly later: number;
};

/** How midnights are told apart: none, one, two, three or four, up to a week, more. */
const MIDNIGHTS = [0, 1, 2, 3, 3, 4, 4, 4] as const;
const MORE_MIDNIGHTS = 5;
/** Parts of the day in which a visit begins. */
export const PARTS_OF_DAY = 8;
export const LATER_COUNT = (MORE_MIDNIGHTS + 1) * PARTS_OF_DAY;

/** After this long a tap has led to a call, or to none. */
export const TAP_MATTERS = 10 * MINUTE;

export function traitsOf(holder: Holder, at: EpochMs): Traits {
  const { startedAt, lastSeenAt, left, tappedAt } = holder;
  const age = binOf(at - startedAt);
  const silence = at - lastSeenAt;
  const isAway = left ? silence > 0 : silence > SILENT_AFTER;
  const sinceTap = tappedAt === null ? TAP_MATTERS : at - tappedAt;
  const midnights = Math.floor(at / DAY) - Math.floor(startedAt / DAY);
  return {
    age,
    onSite: isAway ? -1 : age,
    away: isAway ? binOf(silence) : -1,
    tap: sinceTap >= 0 && sinceTap < TAP_MATTERS ? binOf(sinceTap) : -1,
    later: isAway ? laterOf(startedAt, midnights) : -1,
  };
}

/** The bin of visits that began at that part of a day, so many midnights ago. */
export function laterOf(startedAt: EpochMs, midnights: number): number {
  const part = Math.floor(((startedAt % DAY) / DAY) * PARTS_OF_DAY);
  return (MIDNIGHTS[Math.max(0, midnights)] ?? MORE_MIDNIGHTS) * PARTS_OF_DAY + part;
}
