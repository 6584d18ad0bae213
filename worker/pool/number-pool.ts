import { DurableObject } from 'cloudflare:workers';
import { type Clock, type EpochMs, SECOND } from '../domain/time.ts';
import { systemClock } from '../system-clock.ts';
import { CommitQueue } from './commit-queue.ts';
import { forgetCaller, forgetRows, forgetVisitor } from './erasure.ts';
import { recordEvents } from './events.ts';
import { historyElsewhere, historyHere } from './history.ts';
import { homeOfCall } from './home-of-call.ts';
import { INVENTORY_BEHIND } from './inventory-behind.ts';
import type * as rpc from './messages.ts';
import { numberStatuses } from './number-status.ts';
import { type PoolEnv, senderIn } from './pool-env.ts';
import { poolStatus } from './pool-status.ts';
import { releaseNumbers } from './release-numbers.ts';
import { shardName } from './shard-name.ts';
import { PoolState } from './state.ts';
import { openTables, type PoolTables } from './tables.ts';
import { takeCall } from './take-call.ts';
import { Upkeep } from './upkeep.ts';
import { leaseForVisit } from './visits.ts';
import { Wake } from './wake.ts';

/** How soon D1 hears of what happened: soon enough to look live, late enough to travel in batches. */
const DRAIN_DELAY = { call: 0, visit: 8 * SECOND } as const;

/** After an alarm that failed for a reason of our own making. */
const ALARM_RETRY = 10 * SECOND;

/**
 * The write model of one site, or of one shard of a big one: leases with their history, calls, and what
 * is on its way to D1.
 *
 * Every change runs its rules and its SQL without awaiting in between, and is answered once it is durable
 * (see `CommitQueue`). Memory is only a cache over the tables.
 */
export class NumberPool extends DurableObject<PoolEnv> {
  readonly #clock: Clock;
  readonly #sql: SqlStorage;
  readonly #commits: CommitQueue;
  readonly #upkeep: Upkeep;
  protected readonly wake: Wake;
  #tables: PoolTables;
  #memory: PoolState | undefined;
  /** When D1 should next hear of what has changed since the alarm last rang. */
  #drainBy: EpochMs | undefined;
  /** Alarms one after the other: the platform's, and on a developer's machine those of a moved clock. */
  #alarms: Promise<void> = Promise.resolve();

  constructor(
    ctx: DurableObjectState,
    env: PoolEnv,
    clock: Clock = systemClock,
    sql: SqlStorage = ctx.storage.sql,
  ) {
    super(ctx, env);
    this.#clock = clock;
    this.#sql = sql;
    this.#tables = this.#openTables();
    this.#commits = new CommitQueue(
      ctx.storage,
      () => clock.now(),
      () => this.#tables.undone(),
      () => this.#schedule(),
    );
    this.#upkeep = new Upkeep(this.#commits, () => clock.now(), this.#shardOf, senderIn(env));
    // The platform's alarm knows only the platform's time, whatever this object's clock shows.
    this.wake = new Wake((at) => {
      void this.setAlarm(Date.now() + Math.max(0, at - clock.now()));
    });
    // Whatever was on its way when the object last stopped goes on from here.
    this.wake.by(this.#tables.outbox.dueAt(clock.now()));
    this.wake.by(this.#tables.news.nextDueAt());
  }

  /** Takes a newer inventory; an older one, arriving late, changes nothing. */
  applyInventory(inventory: rpc.Inventory): Promise<void> {
    return this.#commits.run((now) => {
      const { inventory: own } = this.#tables;
      if (own.isErased() || inventory.version <= own.version()) return;
      own.apply(inventory, now);
      this.#state.useInventory(own);
    });
  }

  /** Leases or renews numbers for a page view. Answered once session and leases are durable. */
  visit(visit: rpc.PoolVisit): Promise<rpc.PoolVisitReply> {
    return this.#commits.run((now) => {
      const { inventory, store, utilisation } = this.#tables;
      if (visit.inventoryVersion > inventory.version()) return INVENTORY_BEHIND;
      this.#drainWithin(now, DRAIN_DELAY.visit);
      return leaseForVisit(store, this.#state, utilisation, visit, now);
    });
  }

  /** Renewals, and what the visitor did on the page. */
  events(request: rpc.PoolEvents): Promise<rpc.PoolEventsReply> {
    return this.#commits.run((now) => {
      this.#drainWithin(now, DRAIN_DELAY.visit);
      return recordEvents(this.#tables.store, this.#state, request, now);
    });
  }

  /** Records news of a call and matches it. The same news again changes nothing. */
  async call(call: rpc.PoolCall): Promise<rpc.PoolCallReply> {
    const home = this.#tables.callHomes.of(call.provider, call.providerCallId);
    if (home !== undefined && home !== this.#tables.inventory.shard()) {
      // Whoever asks knows of this shard only, and nothing newer than the home does.
      return this.#shardOf(home).call({ ...call, inventoryVersion: 0 });
    }
    const elsewhere = await historyElsewhere(this.#tables, this.#shardOf, call);
    return this.#commits.run((now) => {
      this.#drainWithin(now, DRAIN_DELAY.call);
      return takeCall(this.#tables, this.#state, call, elsewhere, now);
    });
  }

  /** Asked of the first shard: the shard of a call, once and for all. */
  homeOfCall(request: rpc.CallHomeRequest): Promise<number> {
    return this.#commits.run((now) => homeOfCall(this.#tables, request, now));
  }

  /** Told to the first shard: requests that were refused for their signature. */
  refused({ provider, count }: rpc.RefusedSignatures): Promise<void> {
    return this.#commits.run((now) => {
      const { inventory, news, signatures } = this.#tables;
      const alert = inventory.isErased() ? undefined : signatures.refused(provider, count, now);
      if (alert) news.noteAlert(alert, inventory.wantedEvents(), now);
    });
  }

  /** Asked of the first shard: providers whose requests keep being refused. */
  alerts(): Promise<readonly rpc.SignatureAlert[]> {
    return this.#commits.run(() => this.#tables.signatures.alerts());
  }

  /** Leases of a number that was here, for the shard that has it now. */
  history(request: rpc.HistoryRequest): Promise<rpc.HistoryReply> {
    return this.#commits.run(() => historyHere(this.#tables.store, this.#state, request));
  }

  /** Lets go, for good, of those numbers that nobody here holds any more; which ones those are. */
  release(numbers: readonly string[], inventoryVersion: number): Promise<readonly string[]> {
    return this.#commits.run((now) =>
      releaseNumbers(this.#tables.inventory, this.#state, numbers, inventoryVersion, now),
    );
  }

  /** Every number that is or was in a pool of this shard, as it stands now. */
  numbers(): Promise<readonly rpc.NumberStatus[]> {
    return this.#commits.run((now) => numberStatuses(this.#tables.inventory, this.#state, now));
  }

  /** How the shard stands with D1. */
  async status(): Promise<rpc.PoolStatus> {
    return poolStatus(this.#tables);
  }

  /** Sends everything to D1 anew, what was set aside too. */
  resend(): Promise<void> {
    return this.#commits.run((now) => {
      for (const row of this.#state.rows.waiting()) this.#tables.store.saveRow(row);
      this.#tables.outbox.resend();
      this.#drainWithin(now, 0);
    });
  }

  /** Erases a visitor's sessions here at once, and in D1 by way of the outbox. */
  forgetVisitor(visitorId: string): Promise<void> {
    return this.#commits.run((now) => {
      const ids = forgetVisitor(this.#tables, visitorId);
      forgetRows(this.#state, visitorId, ids);
      this.#drainWithin(now, 0);
    });
  }

  /** Erases a caller from all calls here at once, and in D1 by way of the outbox. */
  forgetCaller(hash: string): Promise<void> {
    return this.#commits.run((now) => {
      forgetCaller(this.#tables, hash);
      this.#drainWithin(now, 0);
    });
  }

  /**
   * Erases everything, for good: who still believes in the site can bring nothing back. Waits until nothing
   * is on its way to D1 any more.
   */
  async erase(): Promise<void> {
    await this.#alarms;
    await this.ctx.blockConcurrencyWhile(async () => {
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
      this.wake.rang();
      this.#tables = this.#openTables();
      this.#tables.inventory.markErased();
      this.#memory = undefined;
    });
  }

  /**
   * Never throws: the platform gives an alarm up after six failures, and what was acknowledged must reach
   * D1 however long D1 is down.
   */
  override alarm(): Promise<void> {
    this.#alarms = this.#alarms.then(() => this.#keepUp());
    return this.#alarms;
  }

  async #keepUp(): Promise<void> {
    this.#drainBy = undefined;
    try {
      await this.#upkeep.run(this.#tables, this.#state);
      // Only now: what was asked for on the way is done by its end, or has to wait for D1.
      this.wake.rang();
      this.#schedule();
    } catch (error) {
      console.error('pool alarm failed', error);
      this.wake.rang();
      this.wake.by(this.#clock.now() + ALARM_RETRY);
    }
  }

  readonly #shardOf = (shard: number) =>
    this.env.POOL.get(this.env.POOL.idFromName(shardName(this.#tables.inventory.siteId(), shard)));

  #openTables(): PoolTables {
    return this.ctx.storage.transactionSync(() => openTables(this.#sql, this.env.DB));
  }

  /** Read when it is first needed: by then the clock is right, also on a developer's machine. */
  get #state(): PoolState {
    const { inventory, store } = this.#tables;
    this.#memory ??= new PoolState(inventory, store, this.#clock.now());
    return this.#memory;
  }

  #drainWithin(now: EpochMs, delay: number): void {
    this.#drainBy = Math.min(this.#drainBy ?? Number.POSITIVE_INFINITY, now + delay);
  }

  /** Sees to it that what the last changes left to do is done in time. */
  #schedule(): void {
    this.wake.by(this.#tables.outbox.dueAt(this.#drainBy ?? this.#clock.now()));
    this.wake.by(this.#upkeep.dueAt(this.#tables, this.#state));
  }

  protected setAlarm(at: EpochMs): Promise<void> {
    return this.ctx.storage.setAlarm(at);
  }
}
