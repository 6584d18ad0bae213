import type {
  EarlierCall,
  Known,
  Rung,
} from '../../../../worker/domain/matching/gather-evidence.ts';
import type { Holder } from '../../../../worker/domain/matching/holder.ts';
import { DAY, MINUTE } from '../../../../worker/domain/time.ts';

/** 2025-11-25T14:00:00Z, a Tuesday. */
export const NOW = 1_764_079_200_000;
export const NUMBER = '+33199002000';
export const OTHER_NUMBER = '+33199002001';

/** A session of Ada's that began two minutes ago, and goes on. Others are named for their visitor. */
export function holder(change: Partial<Holder> = {}): Holder {
  const { visitorId = 'ada' } = change;
  return {
    sessionId: `${visitorId} 1`,
    visitorId,
    source: 'google',
    device: null,
    startedAt: NOW - 2 * MINUTE,
    lastSeenAt: NOW,
    left: false,
    tappedAt: null,
    movedOnAt: null,
    ...change,
  };
}

/** A session that is over: how long ago it began, after `stayed` its visitor said goodbye. */
export function gone(ago: number, change: Partial<Holder> & { readonly stayed?: number } = {}) {
  const { stayed = MINUTE, ...rest } = change;
  const startedAt = NOW - ago;
  return holder({ startedAt, lastSeenAt: startedAt + stayed, left: true, ...rest });
}

export function rung(change: Partial<Rung> = {}): Rung {
  return { at: NOW, number: NUMBER, caller: 'a phone', ...change };
}

/** What is known of a site with some 30 calls a day, where nobody ever called but now. */
export function known(holders: readonly Holder[], change: Partial<Known> = {}): Known {
  return {
    holders,
    earlier: null,
    ofCaller: [],
    givenBy: null,
    ofOthers: [],
    callsPerSecond: (30 * 1_000) / DAY,
    ...change,
  };
}

/** A call of before, for sure of that visitor. */
export function earlierCall(
  visitorId: string,
  ago: number,
  change: Partial<EarlierCall> = {},
): EarlierCall {
  return {
    ...rung({ at: NOW - ago }),
    suspects: [{ visitorId, probability: 1 }],
    stranger: 0,
    ...change,
  };
}
