import type { Env } from '../config.ts';
import { NumberPool } from '../pool/number-pool.ts';
import { loadClock, localClock } from './clock.ts';
import { breakable } from './faults.ts';
import { countAlarm, countRowsWritten } from './meter.ts';

/** The pool on a developer's machine: its clock can be advanced, its D1 broken, and what it writes counted. */
export class LocalNumberPool extends NumberPool {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, breakable(env), localClock, countRowsWritten(ctx.storage.sql));
    ctx.blockConcurrencyWhile(() => loadClock(env.SITES));
  }

  /** Nothing but the way here and back: the ceiling that benchmarks measure against. */
  async noop(): Promise<void> {}

  /** What the platform would do if its clock had moved too. */
  async ringIfDue(): Promise<void> {
    if (this.isDue(localClock.now())) await this.alarm();
  }

  /** Brings everything on its way to D1 there, without waiting for the alarm. */
  async drain(): Promise<void> {
    await this.alarm();
  }

  protected override setAlarm(at: number): Promise<void> {
    countAlarm();
    return super.setAlarm(at);
  }
}
