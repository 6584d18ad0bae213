import { Hono } from 'hono';
import { z } from 'zod';
import type { Env, Runtime } from '../config.ts';
import { SECOND } from '../domain/time.ts';
import { answerError, answerNotFound } from '../http/errors.ts';
import { jsonBody } from '../http/json-body.ts';
import { shardName } from '../pool/shard-name.ts';
import { createServices } from '../services.ts';
import { benchRoutes } from './bench-routes.ts';
import { advanceClock, localClock } from './clock.ts';
import { seedDemo } from './demo-site.ts';
import { breakable, faults } from './faults.ts';
import type { LocalEnv } from './local-env.ts';

const MAX_BYTES = 1_024;
const RUNTIME: Runtime = { mode: 'local', clock: localClock };
const TEN_YEARS = 10 * 366 * 86_400;

const clockSchema = z.object({ advanceSeconds: z.number().min(0).max(TEN_YEARS) });
const faultSchema = z.object({
  d1: z.union([z.boolean(), z.literal('hang')]).optional(),
  kv: z.union([z.boolean(), z.literal('hang')]).optional(),
  pool: z.enum(['hang', 'error']).nullable().optional(),
});

/** `/_local`: what a developer's machine can do and a deployment cannot. */
export const localRoutes = new Hono<{ Bindings: LocalEnv }>()
  .basePath('/_local')
  .onError(answerError)
  .notFound(answerNotFound)
  .route('/bench', benchRoutes)
  /** Moves the time of Worker and objects, and runs the alarms that have become due. */
  .post('/clock', async (c) => {
    const { advanceSeconds } = await jsonBody(c, clockSchema, MAX_BYTES);
    const now = await advanceClock(c.env.SITES, advanceSeconds * SECOND);
    if (advanceSeconds > 0) {
      await runDueAlarms(c.env);
      await runJobs(c.env);
    }
    return c.json({ now });
  })
  /** Breaks dependencies, or mends them. */
  .post('/fail', async (c) => {
    const { d1, kv, pool } = await jsonBody(c, faultSchema, MAX_BYTES);
    if (d1 !== undefined) faults.d1 = d1;
    if (kv !== undefined) faults.kv = kv;
    if (pool !== undefined) faults.pool = pool;
    return c.json(faults);
  })
  /** What the platform's clock would start every few minutes. */
  .post('/jobs', async (c) => {
    await runJobs(c.env);
    return c.body(null, 204);
  })
  /** Creates the demo site, or brings it up to date. */
  .post('/seed', async (c) => {
    await seedDemo(createServices(c.env as unknown as Env, RUNTIME));
    return c.json({ ok: true });
  });

/** With the dependencies as they are, broken or not: a job has to live with that too. */
async function runJobs(env: LocalEnv): Promise<void> {
  const services = createServices(breakable(env as unknown as Env), RUNTIME);
  await Promise.all([services.parkedCalls.deliver(), services.parkedMessages.deliver()]).catch(
    (error: unknown) => console.error('jobs: tried again in a moment', error),
  );
}

async function runDueAlarms(env: LocalEnv): Promise<void> {
  const { results } = await env.DB.prepare('SELECT id, shards_ever FROM sites').all<{
    id: string;
    shards_ever: number;
  }>();
  for (const { id, shards_ever: shards } of results) {
    for (let shard = 0; shard < shards; shard++) {
      await env.POOL.get(env.POOL.idFromName(shardName(id, shard))).ringIfDue();
    }
    await env.WEBHOOKS.get(env.WEBHOOKS.idFromName(id)).ringIfDue();
  }
}
