import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { SECOND } from '../../../../worker/domain/time.ts';

/** Milliseconds for which the pool keeps a number for a page that has shown no sign of life. */
const PROVISIONAL = 120 * SECOND;

type Claim = { seenAt: EpochMs; hold: number; confirmed: boolean };

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
  const keptFor = ({ hold, confirmed }: Claim) => (confirmed ? hold : Math.min(PROVISIONAL, hold));

  return {
    /** The visitor was given the number, or may have been; with `alone` nobody else has it any more. */
    given(
      number: string,
      visitor: string,
      at: EpochMs,
      hold: number,
      confirmed: boolean,
      alone: boolean,
    ) {
      const known = of(number).get(visitor);
      if (alone) of(number).clear();
      of(number).set(visitor, {
        seenAt: at,
        hold: Math.max(hold, known?.hold ?? 0),
        confirmed: confirmed || known !== undefined,
      });
    },

    /** A sign of life; one that comes when the claim is over revives nothing. */
    seen(number: string, visitor: string, earliest: EpochMs, latest: EpochMs) {
      const claim = of(number).get(visitor);
      if (claim === undefined || earliest >= claim.seenAt + claim.hold) return;
      claim.seenAt = Math.max(claim.seenAt, latest);
      claim.confirmed = true;
    },

    /** The object has stopped: every claim may count as seen one persistence step later, but not than now. */
    restarted(at: EpochMs) {
      for (const claim of [...claims.values()].flatMap((each) => [...each.values()])) {
        claim.seenAt = Math.max(claim.seenAt, Math.min(claim.seenAt + PERSISTENCE_STEP, at));
        claim.confirmed = true;
      }
    },

    isFree(number: string, at: EpochMs): boolean {
      return [...of(number).values()].every((claim) => claim.seenAt + keptFor(claim) <= at);
    },

    /** The visitors who had the number last: alone, or sharing it. */
    holders(number: string): Iterable<string> {
      return of(number).keys();
    },
  };
}

export type Claims = ReturnType<typeof openClaims>;
