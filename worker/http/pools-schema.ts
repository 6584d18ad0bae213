import { z } from '@hono/zod-openapi';
import { MAX_POOL_NUMBERS } from '../domain/site-definition.ts';
import { DAY, SECOND } from '../domain/time.ts';
import { USUAL_WISHES } from '../domain/utilisation/advise-size.ts';
import { windowQuerySchema } from './list-query.ts';
import { MOST_DAYS, USUAL_DAYS } from './time-window.ts';

/** Shapes of the report on pools. Times are epoch milliseconds, durations seconds. */

const count = z.number().int();
const at = z.number().openapi({ description: 'Epoch milliseconds' });
const seconds = z.number().openapi({ description: 'Seconds' });
const share = z.number().openapi({ description: '0 to 1' });

/** What a sizing may be asked to aim at. */
const wishesSchema = z.object({
  blocking: z.coerce.number().min(1e-6).max(0.99).default(USUAL_WISHES.blocking).openapi({
    type: 'number',
    description: 'Share of visitors who may find no number free; 0.01 is one in a hundred',
  }),
  coolDown: z.coerce
    .number()
    .min(0)
    .max((30 * DAY) / SECOND)
    .default(USUAL_WISHES.coolDownSeconds)
    .openapi({
      type: 'number',
      description: 'Seconds for which a number should rest on average before it is leased again',
    }),
  hour: z.enum(['busiest', 'p95']).default(USUAL_WISHES.hour).openapi({
    description: 'The hour to size for: the busiest, or the one that 95 of 100 did not exceed',
  }),
});

/** The query of the page for people: without a site, the key's own is shown. */
export const poolsPageQuerySchema = wishesSchema.extend({
  site: windowQuerySchema.shape.site.optional(),
  days: z.coerce.number().int().min(1).max(MOST_DAYS).default(USUAL_DAYS),
});

export const sizingQuerySchema = windowQuerySchema.extend(wishesSchema.shape);

const use = {
  numbers: count.openapi({ description: 'That could be leased, in the shards that were asked' }),
  arrivals: count.openapi({ description: 'Sessions that asked for a number' }),
  own: count,
  shared: count,
  fallback: count,
  none: count.openapi({ description: 'The page kept its own number' }),
  exhausted: count.openapi({ description: 'Arrivals that found no number free' }),
  meanLeases: z
    .number()
    .nullable()
    .openapi({ description: 'Numbers held at once, on average; null where nobody came' }),
  peakLeases: count.openapi({ description: 'The most at once; with several shards at most this' }),
  meanHoldSeconds: seconds
    .nullable()
    .openapi({ description: 'Of numbers leased again; null where none was' }),
  meanCoolDownSeconds: seconds
    .nullable()
    .openapi({ description: 'Rest before a number was leased again; null where none was' }),
};

export const poolSchema = z
  .object({
    name: z.string(),
    numbers: count,
    settings: z.object({
      holdSeconds: seconds,
      paused: z.boolean(),
      share: z.boolean(),
      fallback: z.string().nullable(),
      prefer: z.enum(['visitor', 'target']).nullable(),
      networkShare: share.nullable().openapi({ description: 'Null: as the product has it' }),
    }),
    hours: z
      .array(z.object({ hour: at.openapi({ description: 'When it began' }), ...use }))
      .openapi({ description: 'Oldest first; hours in which nobody came are left out' }),
    totals: z.object(use),
  })
  .openapi('Pool');

export const poolsReplySchema = z.object({ from: at, to: at, pools: z.array(poolSchema) });

const busyHour = z.object({ hour: at, arrivals: count });
const needed = count.nullable().openapi({
  description: `The fewest that are enough; null where ${MAX_POOL_NUMBERS} are not`,
});
const sizePoint = z.object({
  numbers: count,
  blocking: share,
  coolDownSeconds: seconds.nullable().openapi({ description: 'Null where nobody gets a number' }),
});

export const sizingSchema = z
  .object({
    pool: z.string(),
    from: at,
    to: at,
    wanted: z.object({
      blocking: share,
      coolDownSeconds: seconds,
      hour: z.enum(['busiest', 'p95']),
    }),
    reason: z.string().nullable().openapi({ description: 'Why there is no advice' }),
    measured: z
      .object({
        busiest: busyHour,
        p95: busyHour,
        holdSeconds: seconds,
        holdFrom: z.enum(['leases', 'concurrency']).openapi({
          description: 'From leases whose number was leased again, else from how many were held',
        }),
      })
      .nullable(),
    advice: z
      .object({
        numbers: count,
        reached: z.boolean().openapi({
          description: `False where even ${MAX_POOL_NUMBERS} numbers, the most of one pool, are too few`,
        }),
        decidedBy: z.enum(['blocking', 'coolDown', 'both']),
        forBlocking: needed,
        forCoolDown: needed,
        offeredLoad: z.number().openapi({ description: 'Erlangs' }),
        advised: sizePoint,
        current: sizePoint,
        curve: z.array(sizePoint),
      })
      .nullable(),
  })
  .openapi('PoolSizing');
