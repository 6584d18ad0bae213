import { DurableObject } from 'cloudflare:workers';
import { type Clock, type EpochMs, SECOND } from '../domain/time.ts';
import { systemClock } from '../system-clock.ts';
import { CommitQueue } from './commit-queue.ts';
import { type PoolEnv, senderIn } from './pool-env.ts';
import { shardName } from './shard-name.ts';
import { PoolState } from './state.ts';
import { openTables, type PoolTables } from './tables.ts';
import { Upkeep } from './upkeep.ts';
import { Wake } from './wake.ts';

/** After a round that failed for a reason of our own making. */
const ROUND_RETRY = 10 * SECOND;
/** What is due sooner is done by a timer: an alarm costs a row, a request, and time before a call is answered. */
const SOON = SECOND;
/** How long after a timer the alarm behind it rings, for the object may end before its timer does. */
const BEHIND = 10 * SECOND;

/**
 * How the object of a shard lives: its tables and what it remembers of them, its queue of changes, its alarm, its end.
 * What is asked of it is in `NumberPool`.
 */
export abstract class ShardObject extends DurableObject<PoolEnv> {
  readonly #clock: Clock;
  readonly #sql: SqlStorage;
  protected readonly commits: CommitQueue;
  readonly #upkeep: Upkeep;
  readonly #alarm: Wake;
  readonly #timer: Wake;
  #timeout: ReturnType<typeof setTimeout> | undefined;
  protected tables: PoolTables;
  #memory: PoolState | undefined;
  /** When D1 should next hear of what has changed since the last round. */
  #drainBy: EpochMs | undefined;
  /** One after the other, whatever rings: alarm, timer, and on a developer's machine a moved clock. */
  #rounds: Promise<void> = Promise.resolve();

  constructor(
    ctx: DurableObjectState,
    env: PoolEnv,
    clock: Clock = systemClock,
    sql: SqlStorage = ctx.storage.sql,
  ) {
    super(ctx, env);
    this.#clock = clock;
    this.#sql = sql;
    this.tables = this.#openTables();
    this.commits = new CommitQueue(
      ctx.storage,
      () => clock.now(),
      () => this.tables.undone(),
      () => this.#schedule(),
    );
    this.#upkeep = new Upkeep(this.commits, () => clock.now(), this.shardOf, senderIn(env));
    // The platform's alarm knows only the platform's time, whatever this object's clock shows.
    this.#alarm = new Wake((at) => {
      void this.setAlarm(Date.now() + Math.max(0, at - clock.now()));
    });
    this.#timer = new Wake((at) => {
      clearTimeout(this.#timeout ?? null);
      this.#timeout = setTimeout(
        () => void this.#round([this.#timer]),
        Math.max(0, at - clock.now()),
      );
    });
    // Whatever was on its way when the object last stopped goes on from here.
    this.#wakeBy(this.tables.outbox.dueAt(clock.now()));
    this.#wakeBy(this.tables.news.nextDueAt());
  }

  /**
   * Erases everything, for good: who still believes in the site can bring nothing back. Waits until nothing
   * is on its way to D1 any more.
   */
  async erase(): Promise<void> {
    await this.#rounds;
    await this.ctx.blockConcurrencyWhile(async () => {
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
      clearTimeout(this.#timeout ?? null);
      for (const each of [this.#alarm, this.#timer]) each.rang();
      this.tables = this.#openTables();
      this.tables.inventory.markErased();
      this.#memory = undefined;
    });
  }

  /**
   * Never throws: the platform gives an alarm up after six failures, and what was acknowledged must reach
   * D1 however long D1 is down.
   */
  override alarm(): Promise<void> {
    return this.#round([this.#alarm, this.#timer]);
  }

  /** Does what is due, after whatever is being done. @param rung what need not ring any more. */
  #round(rung: readonly Wake[]): Promise<void> {
    this.#rounds = this.#rounds.then(() => this.#keepUp(rung));
    return this.#rounds;
  }

  async #keepUp(rung: readonly Wake[]): Promise<void> {
    this.#drainBy = undefined;
    try {
      await this.#upkeep.run(this.tables, this.state);
      // Only now: what was asked for on the way is done by its end, or has to wait for D1.
      for (const each of rung) each.rang();
      this.#schedule();
    } catch (error) {
      console.error('pool: a round failed', error);
      for (const each of rung) each.rang();
      this.#wakeBy(this.#clock.now() + ROUND_RETRY);
    }
  }

  protected readonly shardOf = (shard: number) =>
    this.env.POOL.get(this.env.POOL.idFromName(shardName(this.tables.inventory.siteId(), shard)));

  #openTables(): PoolTables {
    return this.ctx.storage.transactionSync(() => openTables(this.#sql, this.env.DB));
  }

  /** Read when it is first needed: by then the clock is right, also on a developer's machine. */
  protected get state(): PoolState {
    this.#memory ??= new PoolState(this.tables, this.#clock.now());
    return this.#memory;
  }

  protected drainWithin(now: EpochMs, delay: number): void {
    this.#drainBy = Math.min(this.#drainBy ?? Number.POSITIVE_INFINITY, now + delay);
  }

  /** Sees to it that what the last changes left to do is done in time. */
  #schedule(): void {
    this.#wakeBy(this.tables.outbox.dueAt(this.#drainBy ?? this.#clock.now()));
    this.#wakeBy(this.#upkeep.dueAt(this.tables, this.state));
  }

  #wakeBy(at: EpochMs | undefined): void {
    const now = this.#clock.now();
    const soon = at !== undefined && at < now + SOON;
    if (soon) this.#timer.by(at);
    this.#alarm.by(soon ? Math.max(at, now) + BEHIND : at);
  }

  /** Whether anything should have rung by now. */
  protected isDue(now: EpochMs): boolean {
    return this.#alarm.isDue(now) || this.#timer.isDue(now);
  }

  protected setAlarm(at: EpochMs): Promise<void> {
    return this.ctx.storage.setAlarm(at);
  }
}
