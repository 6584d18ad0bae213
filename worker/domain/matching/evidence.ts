import type { Device } from '../visits/device.ts';
import type { Traits } from './traits.ts';

/** One visitor who may have rung. */
export type Suspect = {
  readonly visitorId: string;
  /** Their latest session with the number. */
  readonly sessionId: string;
  readonly source: string;
  /** What they were on then; null where that is not known. */
  readonly device: Device | null;
  /** Of each of their sessions with the number, the latest first. */
  readonly traits: readonly Traits[];
  /** By how much it is less likely, from what else is known, that a call of theirs comes from this phone; 1: nothing is known. */
  readonly mayBe: number;
  /** Calls per second from this phone that go on from earlier ones of theirs. */
  readonly redials: number;
};

/** All that tells who made a call, but the curve. Plain data, kept with the call to learn from. */
export type Evidence = {
  /** Half hour of the week. */
  readonly cell: number;
  readonly suspects: readonly Suspect[];
  /** Visitors before those, too many to be looked at one by one: how many, by the bin of the time since they came. */
  readonly earlier: readonly number[] | null;
  /** As `redials`, of visitors who are not among the suspects. */
  readonly unseenRedials: number;
  /** As `mayBe` and `redials`, of somebody whom no visit brought. */
  readonly stranger: { readonly mayBe: number; readonly redials: number };
};

/** Calls per second that go on from earlier ones, whoever made those. */
export function allRedials({ suspects, unseenRedials, stranger }: Evidence): number {
  const unnamed = unseenRedials + stranger.redials;
  return suspects.reduce((sum, { redials }) => sum + redials, unnamed);
}
