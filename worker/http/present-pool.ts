import type { z } from '@hono/zod-openapi';
import type { PoolDefinition } from '../domain/site-snapshot.ts';
import { type SizeAdvice, WHY_NO_ADVICE } from '../domain/utilisation/advise-size.ts';
import type { BusyHour } from '../domain/utilisation/measure-load.ts';
import {
  addHours,
  meanCoolDownSeconds,
  meanHoldSeconds,
  type PoolUse,
  type UseSpan,
} from '../domain/utilisation/pool-use.ts';
import type { poolSchema, sizingSchema } from './pools-schema.ts';

/** Pools and their use as the read API shows them. */

type PresentedSizing = z.infer<typeof sizingSchema>;

export function presentPool(
  { name, numbers, ...settings }: PoolDefinition,
  hours: readonly UseSpan[],
): z.infer<typeof poolSchema> {
  const { holdSeconds, paused, share, fallback, prefer, networkShare } = settings;
  return {
    name,
    numbers: numbers.length,
    settings: { holdSeconds, paused, share, fallback, prefer, networkShare },
    hours: hours.map((hour) => ({ hour: hour.at, ...presentUse(hour) })),
    totals: presentUse(addHours(hours)),
  };
}

export function presentAdvice(
  advice: SizeAdvice,
): Pick<PresentedSizing, 'reason' | 'measured' | 'advice'> {
  if (!advice.ok) return { reason: WHY_NO_ADVICE[advice.code], measured: null, advice: null };
  const { load, size } = advice;
  return {
    reason: null,
    measured: {
      busiest: presentHour(load.busiest),
      p95: presentHour(load.p95),
      holdSeconds: load.holdSeconds,
      holdFrom: load.holdFrom,
    },
    advice: { numbers: size.advised.numbers, ...size, curve: [...size.curve] },
  };
}

function presentUse(use: PoolUse) {
  const { numbers, arrivals, own, shared, fallback, none, exhausted } = use;
  return {
    numbers,
    arrivals,
    own,
    shared,
    fallback,
    none,
    exhausted,
    meanLeases: use.meanHeld,
    peakLeases: use.heldPeak,
    meanHoldSeconds: meanHoldSeconds(use),
    meanCoolDownSeconds: meanCoolDownSeconds(use),
  };
}

function presentHour({ at, arrivals }: BusyHour) {
  return { hour: at, arrivals };
}
