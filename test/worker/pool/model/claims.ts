import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { SECOND } from '../../../../worker/domain/time.ts';

/** Milliseconds for which the pool keeps a number for a page that has shown no sign of life. */
const PROVISIONAL = 120 * SECOND;

type Claim = {
  /** The latest that the visitor can have been seen. */
  seenAt: EpochMs;
  /** Milliseconds: after a restart it counts as seen so much later. */
  grace: number;
  hold: number;
  confirmed: boolean;
};

/**
 * Who the pool may, at most, believe to hold each number: the counterpart of what browsers were promised.
 * A number without a claim is to be had by whoever comes.
 */
export function openClaims() {
  const claims = new Map<string, Map<string, Claim>>();
  const of = (number: string) => {
    const known = claims.get(number) ?? new Map<string, Claim>();
    claims.set(number, known);
    return known;
  };
  const endOf = ({ seenAt, grace, hold, confirmed }: Claim) =>
    seenAt + grace + (confirmed ? hold : Math.min(PROVISIONAL, hold));

  return {
    /** The visitor was given the number, or may have been; with `alone` nobody else has it any more. */
    given(
      number: string,
      visitor: string,
      at: EpochMs,
      { hold, confirmed, alone }: { hold: number; confirmed: boolean; alone: boolean },
    ): void {
      const known = of(number).get(visitor);
      if (alone) of(number).clear();
      // What a restart made of the others is written down with the sharing.
      for (const claim of of(number).values()) {
        claim.seenAt = Math.min(at, claim.seenAt + claim.grace);
        claim.grace = 0;
      }
      of(number).set(visitor, {
        seenAt: at,
        grace: 0,
        hold: Math.max(hold, known?.hold ?? 0),
        confirmed: confirmed || known !== undefined,
      });
    },

    /** A sign of life; one that comes when the claim is over revives nothing. */
    seen(
      number: string,
      visitor: string,
      earliest: EpochMs,
      latest: EpochMs,
      stays: boolean,
    ): void {
      const claim = of(number).get(visitor);
      if (claim === undefined || earliest >= claim.seenAt + claim.grace + claim.hold) return;
      if (latest >= claim.seenAt + claim.grace) claim.grace = 0;
      claim.seenAt = Math.max(claim.seenAt, latest);
      claim.confirmed ||= stays;
    },

    /** The object has stopped: every claim may count as seen one persistence step later. */
    restarted(): void {
      for (const claim of [...claims.values()].flatMap((each) => [...each.values()])) {
        claim.grace = PERSISTENCE_STEP;
        claim.confirmed = true;
      }
    },

    /** Whether nobody can have the number, whatever the pool believes. */
    isFree(number: string, at: EpochMs): boolean {
      return [...of(number).values()].every((claim) => endOf(claim) <= at);
    },

    /** The visitors who had the number last: alone, or sharing it. */
    holders(number: string): Iterable<string> {
      return of(number).keys();
    },
  };
}

export type Claims = ReturnType<typeof openClaims>;
