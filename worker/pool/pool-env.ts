import type { NumberPool } from './number-pool.ts';

/** All that the object needs of the worker's environment. */
export type PoolEnv = {
  readonly DB: D1Database;
  readonly POOL: DurableObjectNamespace<NumberPool>;
};
