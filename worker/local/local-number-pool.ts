import type { Env } from '../config.ts';
import { NumberPool } from '../pool/number-pool.ts';
import { loadClock, localClock } from './clock.ts';
import { breakable } from './faults.ts';

/** The pool on a developer's machine: its clock can be advanced, and its D1 broken. */
export class LocalNumberPool extends NumberPool {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, breakable(env), localClock);
    ctx.blockConcurrencyWhile(() => loadClock(env.SITES));
  }

  /** Nothing but the way here and back: the ceiling that benchmarks measure against. */
  async noop(): Promise<void> {}

  /** What the platform would do if its clock had moved too. */
  async tick(): Promise<void> {
    await this.alarm();
  }
}
