import type { D1Migration } from 'cloudflare:test';
import type { LocalEnv } from '../../worker/local/local-env.ts';

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {
      readonly MIGRATIONS: D1Migration[];
      readonly FC_RUNS: string;
    }
  }
}

type WorkerEnv = LocalEnv;
