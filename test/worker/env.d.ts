import type { D1Migration } from '@cloudflare/vitest-plugin';
import type { Env } from '../../worker/config.ts';

declare global {
  namespace Cloudflare {
    interface Env extends WorkerEnv {
      readonly MIGRATIONS: D1Migration[];
    }
  }
}

type WorkerEnv = Env;
