import type { Env } from '../config.ts';
import type { LocalNumberPool } from './local-number-pool.ts';

export type LocalEnv = Omit<Env, 'POOL'> & {
  readonly POOL: DurableObjectNamespace<LocalNumberPool>;
};
