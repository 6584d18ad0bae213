import { DurableObject } from 'cloudflare:workers';
import { type Clock, type EpochMs, SECOND } from '../domain/time.ts';
import { systemClock } from '../system-clock.ts';
import { recordCall } from './calls.ts';
import { recordEvents } from './events.ts';
import { InventoryStore } from './inventory-store.ts';
import type {
  Inventory,
  InventoryBehind,
  PoolCall,
  PoolCallReply,
  PoolEvents,
  PoolEventsReply,
  PoolVisit,
  PoolVisitReply,
} from './messages.ts';
import { migrate } from './migrations.ts';
import { Outbox } from './outbox.ts';
import { PoolState } from './state.ts';
import { PoolStore } from './store.ts';
import { leaseForVisit } from './visits.ts';

/** How soon D1 hears of what happened: soon enough to look live, late enough to travel in batches. */
const DRAIN_DELAY = { call: 0, visit: 2 * SECOND } as const;

/** After an alarm that failed for a reason of our own making. */
const ALARM_RETRY = 10 * SECOND;

/** All that the object needs of the worker's environment. */
type PoolEnv = { readonly DB: D1Database };

/**
 * The write model of one site: leases with their history, calls, and the outbox to D1.
 *
 * Every method runs its rules and its SQL without awaiting in between, in one transaction; the platform
 * holds the answer back until the transaction is durable. Memory is only a cache over the tables.
 */
export class NumberPool extends DurableObject<PoolEnv> {
  readonly #clock: Clock;
  readonly #inventory: InventoryStore;
  readonly #store: PoolStore;
  readonly #outbox: Outbox;
  #state: PoolState;
  /** When the alarm is set to ring, to set it only when that changes; undefined for not known to be set. */
  #alarmAt: EpochMs | undefined;

  constructor(ctx: DurableObjectState, env: PoolEnv, clock: Clock = systemClock) {
    super(ctx, env);
    this.#clock = clock;
    this.#inventory = new InventoryStore(ctx.storage.sql);
    this.#store = new PoolStore(ctx.storage.sql);
    this.#outbox = new Outbox(ctx.storage.sql, env.DB);
    ctx.storage.transactionSync(() => migrate(ctx.storage.sql));
    this.#state = this.#readState();
    // Whatever was on its way to D1 when the object last stopped goes on from here.
    this.#wakeBy(this.#outbox.dueAt(clock.now()));
  }

  /** Takes a newer inventory; an older one, arriving late, changes nothing. */
  async applyInventory(inventory: Inventory): Promise<void> {
    if (inventory.version <= this.#inventory.version()) return;
    this.#commit(() => {
      this.#state.saveAll();
      this.#inventory.apply(inventory);
    }, DRAIN_DELAY.visit);
    this.#state = this.#readState();
  }

  /** Leases or renews numbers for a page view. Answered once session and leases are durable. */
  async visit(visit: PoolVisit): Promise<PoolVisitReply> {
    if (visit.inventoryVersion > this.#inventory.version()) return INVENTORY_BEHIND;
    return this.#commit((now) => leaseForVisit(this.#state, visit, now), DRAIN_DELAY.visit);
  }

  /** Renewals, and what the visitor did on the page. */
  async events(request: PoolEvents): Promise<PoolEventsReply> {
    return this.#commit((now) => recordEvents(this.#state, request, now), DRAIN_DELAY.visit);
  }

  /** Records news of a call and matches it. The same news again changes nothing. */
  async call(call: PoolCall): Promise<PoolCallReply> {
    if (call.inventoryVersion > this.#inventory.version()) return INVENTORY_BEHIND;
    return this.#commit(
      () => recordCall(this.#inventory, this.#store, this.#state, call),
      DRAIN_DELAY.call,
    );
  }

  /**
   * Saves what memory is ahead of and sends the outbox on. Never throws: the platform gives an alarm up
   * after six failures, and what was acknowledged must reach D1 however long D1 is down.
   */
  override async alarm(): Promise<void> {
    this.#alarmAt = undefined;
    try {
      this.#transact((now) => this.#state.flush(now));
      await this.#outbox.drain(this.#inventory.siteId(), () => this.#clock.now());
      this.#wakeBy(this.#outbox.dueAt(this.#clock.now()));
      this.#wakeBy(this.#state.nextFlushAt());
    } catch (error) {
      console.error('pool alarm failed', error);
      this.#wakeBy(this.#clock.now() + ALARM_RETRY);
    }
  }

  /** Runs a change in one transaction and sees to it that what it left to do is done in time. */
  #commit<T>(change: (now: EpochMs) => T, drainDelay: number): T {
    const result = this.#transact(change);
    this.#wakeBy(this.#outbox.dueAt(this.#clock.now() + drainDelay));
    this.#wakeBy(this.#state.nextFlushAt());
    return result;
  }

  /** Runs a change in one transaction; if it fails, memory that it may have changed is read again. */
  #transact<T>(change: (now: EpochMs) => T): T {
    const now = this.#clock.now();
    try {
      return this.ctx.storage.transactionSync(() => change(now));
    } catch (error) {
      this.#state = this.#readState();
      throw error;
    }
  }

  #readState(): PoolState {
    return new PoolState(this.#inventory, this.#store, this.#clock.now());
  }

  /** Sets the alarm, unless it rings early enough already. `at` is in this object's clock. */
  #wakeBy(at: EpochMs | undefined): void {
    if (at === undefined || (this.#alarmAt !== undefined && this.#alarmAt <= at)) return;
    this.#alarmAt = at;
    // The platform's alarm knows only the platform's time, whatever this object's clock shows.
    void this.ctx.storage.setAlarm(Date.now() + Math.max(0, at - this.#clock.now()));
  }
}

const INVENTORY_BEHIND: InventoryBehind = { ok: false, code: 'inventory_behind' };
