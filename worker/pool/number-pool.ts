import { DurableObject } from 'cloudflare:workers';
import { numberPhase } from '../domain/leases/number-phase.ts';
import { HOUR, type Clock, type EpochMs, MINUTE, SECOND } from '../domain/time.ts';
import { SESSION_IDLE } from '../domain/visits/session.ts';
import { systemClock } from '../system-clock.ts';
import { claimArriving } from './arrivals.ts';
import { recordCall } from './calls.ts';
import { CommitQueue } from './commit-queue.ts';
import { forgetCaller, forgetRows, forgetVisitor } from './erasure.ts';
import { recordEvents } from './events.ts';
import { historyElsewhere } from './history.ts';
import type {
  HistoryReply,
  HistoryRequest,
  Inventory,
  InventoryBehind,
  NumberStatus,
  PoolCall,
  PoolCallReply,
  PoolEvents,
  PoolEventsReply,
  PoolStatus,
  PoolVisit,
  PoolVisitReply,
} from './messages.ts';
import { pruneHistory } from './pruning.ts';
import { PoolState } from './state.ts';
import { openTables, type PoolTables } from './tables.ts';
import { leaseForVisit } from './visits.ts';

/** How soon D1 hears of what happened: soon enough to look live, late enough to travel in batches. */
const DRAIN_DELAY = { call: 0, visit: 5 * SECOND } as const;

/** After an alarm that failed for a reason of our own making. */
const ALARM_RETRY = 10 * SECOND;
/** How often a former shard is asked whether it has let go of a number. */
const CLAIM_EVERY = MINUTE;
const PRUNE_EVERY = HOUR;

/** All that the object needs of the worker's environment. */
type PoolEnv = { readonly DB: D1Database; readonly POOL: DurableObjectNamespace<NumberPool> };

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
  #tables: PoolTables;
  #state: PoolState;
  /** When the alarm is set to ring, to set it only when that changes; undefined for not known to be set. */
  #alarmAt: EpochMs | undefined;
  /** When D1 should next hear of what has changed since the last flush. */
  #drainBy: EpochMs | undefined;
  #alarmRun: Promise<void> = Promise.resolve();
  #pruneAt: EpochMs = 0;
  #claimAt: EpochMs = 0;

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
    this.#state = this.#readState();
    this.#commits = new CommitQueue(
      ctx.storage,
      () => clock.now(),
      () => this.#tables.undone(),
      () => this.#schedule(),
    );
    // Whatever was on its way to D1 when the object last stopped goes on from here.
    this.#wakeBy(this.#tables.outbox.dueAt(clock.now()));
  }

  /** Takes a newer inventory; an older one, arriving late, changes nothing. */
  applyInventory(inventory: Inventory): Promise<void> {
    return this.#commits.run((now) => {
      const { inventory: own } = this.#tables;
      if (own.isErased() || inventory.version <= own.version()) return;
      own.apply(inventory, now);
      this.#state.useInventory(own);
    });
  }

  /** Leases or renews numbers for a page view. Answered once session and leases are durable. */
  visit(visit: PoolVisit): Promise<PoolVisitReply> {
    return this.#commits.run((now) => {
      const { inventory, store, utilisation } = this.#tables;
      if (visit.inventoryVersion > inventory.version()) return INVENTORY_BEHIND;
      this.#drainWithin(now, DRAIN_DELAY.visit);
      return leaseForVisit(store, this.#state, utilisation, visit, now);
    });
  }

  /** Renewals, and what the visitor did on the page. */
  events(request: PoolEvents): Promise<PoolEventsReply> {
    return this.#commits.run((now) => {
      this.#drainWithin(now, DRAIN_DELAY.visit);
      return recordEvents(this.#tables.store, this.#state, request, now);
    });
  }

  /** Records news of a call and matches it. The same news again changes nothing. */
  async call(call: PoolCall): Promise<PoolCallReply> {
    const elsewhere = await historyElsewhere(this.#tables, this.#otherShard, call);
    return this.#commits.run((now) => {
      const { inventory, store } = this.#tables;
      if (call.inventoryVersion > inventory.version()) return INVENTORY_BEHIND;
      this.#drainWithin(now, DRAIN_DELAY.call);
      return recordCall(inventory, store, this.#state, call, elsewhere);
    });
  }

  /** Leases of a number that was here, for the shard that has it now. */
  history({ number, at }: HistoryRequest): Promise<HistoryReply> {
    return this.#commits.run(() =>
      this.#tables.store
        .leaseHistory(number, at, 1)
        .map((lease) => this.#state.rows.get(lease.id)?.lease ?? lease),
    );
  }

  /** Lets go, for good, of those numbers that nobody here holds any more; which ones those are. */
  release(numbers: readonly string[]): Promise<readonly string[]> {
    return this.#commits.run((now) => {
      const free = numbers.filter((number) => this.#state.roster.isFree(number, now));
      this.#tables.inventory.release(free, now);
      for (const number of free) this.#state.roster.release(number);
      this.#state.useInventory(this.#tables.inventory);
      return free;
    });
  }

  /** Every number that is or was in a pool of this shard, as it stands now. */
  numbers(): Promise<readonly NumberStatus[]> {
    return this.#commits.run((now) => {
      const { inventory } = this.#tables;
      const quarantineDays = inventory.quarantineDays();
      return inventory
        .numbers()
        .filter(({ released }) => !released)
        .map(({ number, pool, removedAt }): NumberStatus => {
          const latest = this.#state.roster.latest(number);
          return {
            number,
            pool,
            phase: numberPhase(latest, removedAt, quarantineDays, now),
            sessionId: latest?.sessionId ?? null,
            lastSeenAt: latest?.lastSeenAt ?? null,
            removedAt,
          };
        });
    });
  }

  /** How the shard stands with D1. */
  async status(): Promise<PoolStatus> {
    const { inventory, outbox, unsent } = this.#tables;
    return {
      shard: inventory.shard(),
      inventoryVersion: inventory.version(),
      unsent: unsent.size,
      ...outbox.failing(),
      setAside: outbox.setAside(),
    };
  }

  /** Sends everything to D1 anew, what was set aside too. */
  resend(): Promise<void> {
    return this.#commits.run((now) => {
      this.#saveWaiting();
      this.#tables.outbox.resend();
      this.#drainWithin(now, 0);
    });
  }

  /** Erases a visitor's sessions here at once, and in D1 by way of the outbox. */
  forgetVisitor(visitorId: string): Promise<void> {
    return this.#commits.run((now) => {
      const { sql, store, note } = this.#tables;
      const ids = forgetVisitor(sql, store, note, visitorId);
      forgetRows(this.#state, visitorId, ids);
      this.#drainWithin(now, 0);
    });
  }

  /** Erases a caller from all calls here at once, and in D1 by way of the outbox. */
  forgetCaller(hash: string): Promise<void> {
    return this.#commits.run((now) => {
      const { sql, store, note } = this.#tables;
      forgetCaller(sql, store, note, hash);
      this.#drainWithin(now, 0);
    });
  }

  /**
   * Erases everything, for good: who still believes in the site can bring nothing back. Waits until nothing
   * is on its way to D1 any more.
   */
  async erase(): Promise<void> {
    await this.#alarmRun;
    await this.ctx.blockConcurrencyWhile(async () => {
      await this.ctx.storage.deleteAlarm();
      await this.ctx.storage.deleteAll();
      this.#alarmAt = undefined;
      this.#tables = this.#openTables();
      this.#tables.inventory.markErased();
      this.#state = this.#readState();
    });
  }

  /**
   * Saves what memory is ahead of, sends on what is unsent, and tidies up. Never throws: the platform
   * gives an alarm up after six failures, and what was acknowledged must reach D1 however long D1 is down.
   */
  override alarm(): Promise<void> {
    this.#alarmRun = this.#alarmRun.then(() => this.#runAlarm());
    return this.#alarmRun;
  }

  async #runAlarm(): Promise<void> {
    this.#alarmAt = undefined;
    this.#drainBy = undefined;
    try {
      await this.#flush();
      const { inventory, outbox } = this.#tables;
      const sender = { siteId: inventory.siteId(), shard: inventory.shard() };
      await outbox.drain(sender, () => this.#clock.now());
      await this.#claim();
      await this.#prune();
      this.#schedule();
    } catch (error) {
      console.error('pool alarm failed', error);
      this.#wakeBy(this.#clock.now() + ALARM_RETRY);
    }
  }

  /** Saves the rows that are due, each for itself: one that cannot be saved holds up no other. */
  async #flush(): Promise<void> {
    const now = this.#clock.now();
    const { store, utilisation } = this.#tables;
    const { rows } = this.#state;
    await Promise.allSettled([
      ...rows.due(now, SESSION_IDLE).map((row) =>
        this.#commits.run(() => {
          const current = rows.get(row.id) ?? row;
          store.saveRow(current);
          rows.loaded(current);
        }),
      ),
      this.#commits.run((at) => utilisation.flush(at)),
    ]);
    this.#state.forgetOldViews(now);
  }

  async #claim(): Promise<void> {
    if (this.#clock.now() < this.#claimAt) return;
    this.#claimAt = this.#clock.now() + CLAIM_EVERY;
    const arrived = await claimArriving(this.#tables.inventory, this.#otherShard);
    if (arrived.length === 0) return;
    await this.#commits.run(() => {
      this.#tables.inventory.arrived(arrived);
      this.#state.useInventory(this.#tables.inventory);
    });
  }

  async #prune(): Promise<void> {
    const { sql, inventory, unsent } = this.#tables;
    for (let more = this.#clock.now() >= this.#pruneAt; more; ) {
      more = await this.#commits.run((now) =>
        pruneHistory(sql, unsent.sentRev(), inventory.quarantineDays(), now),
      );
      this.#pruneAt = this.#clock.now() + PRUNE_EVERY;
    }
  }

  readonly #otherShard = (shard: number) =>
    this.env.POOL.get(this.env.POOL.idFromName(shardName(this.#tables.inventory.siteId(), shard)));

  #openTables(): PoolTables {
    return this.ctx.storage.transactionSync(() => openTables(this.#sql, this.env.DB));
  }

  #readState(): PoolState {
    const { inventory, store } = this.#tables;
    return new PoolState(inventory, store, this.#clock.now());
  }

  /** Whatever memory is ahead of. */
  #saveWaiting(): void {
    for (const row of this.#state.rows.waiting()) this.#tables.store.saveRow(row);
  }

  #drainWithin(now: EpochMs, delay: number): void {
    this.#drainBy = Math.min(this.#drainBy ?? Number.POSITIVE_INFINITY, now + delay);
  }

  /** Sees to it that what the last changes left to do is done in time. */
  #schedule(): void {
    const { inventory, outbox, utilisation } = this.#tables;
    this.#wakeBy(outbox.dueAt(this.#drainBy ?? this.#clock.now()));
    this.#wakeBy(this.#state.rows.nextFlushAt());
    this.#wakeBy(utilisation.nextFlushAt());
    if (inventory.hasArriving()) this.#wakeBy(this.#claimAt);
  }

  /** Sets the alarm, unless it rings early enough already. `at` is in this object's clock. */
  #wakeBy(at: EpochMs | undefined): void {
    if (at === undefined || (this.#alarmAt !== undefined && this.#alarmAt <= at)) return;
    this.#alarmAt = at;
    // The platform's alarm knows only the platform's time, whatever this object's clock shows.
    void this.setAlarm(Date.now() + Math.max(0, at - this.#clock.now()));
  }

  protected setAlarm(at: EpochMs): Promise<void> {
    return this.ctx.storage.setAlarm(at);
  }
}

/** The name of a site's shard; the first has the site's own, from when there were no others. */
export function shardName(siteId: string, shard: number): string {
  return shard === 0 ? siteId : `${siteId}/${shard}`;
}

const INVENTORY_BEHIND: InventoryBehind = { ok: false, code: 'inventory_behind' };
