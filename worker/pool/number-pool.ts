import type { Correction } from '../domain/matching/match.ts';
import { SECOND } from '../domain/time.ts';
import { correctCall } from './correct-call.ts';
import { elsewhereOfCall, elsewhereOfMessage, leasesOfCall } from './elsewhere.ts';
import { forgetCaller, forgetVisitor } from './erasure.ts';
import { recordEvents } from './events.ts';
import { historyHere } from './history.ts';
import { homeOfCall } from './home-of-call.ts';
import { INVENTORY_BEHIND } from './inventory-behind.ts';
import type * as rpc from './messages.ts';
import { numberStatuses } from './number-status.ts';
import { poolStatus } from './pool-status.ts';
import { releaseNumbers } from './release-numbers.ts';
import { ShardObject } from './shard-object.ts';
import { takeCall } from './take-call.ts';
import { takeMessage } from './take-message.ts';
import { leaseForVisit } from './visits.ts';

/** How soon D1 hears of what happened: soon enough to look live, late enough to travel in batches and hold up no answer. */
const DRAIN_DELAY = { call: 250, visit: 8 * SECOND } as const;

/**
 * The write model of one site, or of one shard of a big one: leases with their history, calls, and what
 * is on its way to D1.
 *
 * Every change runs its rules and its SQL without awaiting in between, and is answered once it is durable
 * (see `CommitQueue`). Memory is only a cache over the tables.
 */
export class NumberPool extends ShardObject {
  /** Takes a newer inventory; an older one, arriving late, changes nothing. */
  applyInventory(inventory: rpc.Inventory): Promise<void> {
    return this.commits.run((now) => {
      const { inventory: own } = this.tables;
      if (own.isErased() || inventory.version <= own.version()) return;
      own.apply(inventory, now);
      this.state.useInventory(own);
    });
  }

  /** Leases or renews numbers for a page view. Answered once session and leases are durable. */
  visit(visit: rpc.PoolVisit): Promise<rpc.PoolVisitReply> {
    return this.commits.run((now) => {
      if (visit.inventoryVersion > this.tables.inventory.version()) return INVENTORY_BEHIND;
      this.drainWithin(now, DRAIN_DELAY.visit);
      return leaseForVisit(this.tables, this.state, visit, now);
    });
  }

  /** Renewals, and what the visitor did on the page. */
  events(request: rpc.PoolEvents): Promise<rpc.PoolEventsReply> {
    return this.commits.run((now) => {
      this.drainWithin(now, DRAIN_DELAY.visit);
      return recordEvents(this.tables, this.state, request, now);
    });
  }

  /** Records news of a call and matches it. The same news again changes nothing. */
  async call(call: rpc.PoolCall): Promise<rpc.PoolCallReply> {
    const home = this.tables.callHomes.of(call.provider, call.providerCallId);
    if (home !== undefined && home !== this.tables.inventory.shard()) {
      // Whoever asks knows of this shard only, and nothing newer than the home does.
      return this.shardOf(home).call({ ...call, inventoryVersion: 0 });
    }
    const elsewhere = await elsewhereOfCall(this.tables, this.shardOf, call);
    return this.commits.run((now) => {
      this.drainWithin(now, DRAIN_DELAY.call);
      return takeCall(this.tables, this.state, call, elsewhere, now);
    });
  }

  /** Goes by what the owner says of who made a call; null: no more. The same again changes nothing. */
  async correctCall(callId: string, correction: Correction | null): Promise<void> {
    const leases = await leasesOfCall(this.tables, this.shardOf, callId);
    return this.commits.run((now) => {
      this.drainWithin(now, DRAIN_DELAY.call);
      correctCall(this.tables, this.state, callId, correction, leases, now);
    });
  }

  /** Records a text message and matches it. The same one again changes nothing. */
  async message(message: rpc.PoolTextMessage): Promise<rpc.PoolTextMessageReply> {
    const elsewhere = await elsewhereOfMessage(this.tables, this.shardOf, message);
    return this.commits.run((now) => {
      this.drainWithin(now, DRAIN_DELAY.call);
      return takeMessage(this.tables, this.state, message, elsewhere, now);
    });
  }

  /** Asked of the first shard: what the owner said of a caller. */
  callerWord(hash: string): Promise<rpc.CallerWord> {
    return this.commits.run(() => this.tables.callers.word(hash));
  }

  /** Told to the first shard: what the owner says of a caller now. */
  sayOfCaller(hash: string, word: rpc.CallerWord): Promise<void> {
    return this.commits.run(() => this.tables.callers.say(hash, word));
  }

  /** Asked of the first shard: the shard of a call, once and for all. */
  homeOfCall(request: rpc.CallHomeRequest): Promise<number> {
    return this.commits.run((now) => homeOfCall(this.tables, request, now));
  }

  /** Told to the first shard: requests that were refused for their signature. */
  refused({ provider, count }: rpc.RefusedSignatures): Promise<void> {
    return this.commits.run((now) => {
      const { inventory, news, signatures } = this.tables;
      const alert = inventory.isErased() ? undefined : signatures.refused(provider, count, now);
      if (alert) news.noteAlert(alert, inventory.wantedEvents(), now);
    });
  }

  /** Asked of the first shard: providers whose requests keep being refused. */
  alerts(): Promise<readonly rpc.SignatureAlert[]> {
    return this.commits.run(() => this.tables.signatures.alerts());
  }

  /** Leases of a number that was here, for the shard that has it now. */
  history(request: rpc.HistoryRequest): Promise<rpc.HistoryReply> {
    return this.commits.run(() => historyHere(this.tables.store, this.state, request));
  }

  /** Lets go, for good, of those numbers that nobody here holds any more; which ones those are. */
  release(numbers: readonly string[], inventoryVersion: number): Promise<readonly string[]> {
    return this.commits.run((now) =>
      releaseNumbers(this.tables.inventory, this.state, numbers, inventoryVersion, now),
    );
  }

  /** Every number that is or was in a pool of this shard, as it stands now. */
  numbers(): Promise<readonly rpc.NumberStatus[]> {
    return this.commits.run((now) => numberStatuses(this.tables.inventory, this.state, now));
  }

  /** How the shard stands with D1. */
  async status(): Promise<rpc.PoolStatus> {
    return poolStatus(this.tables);
  }

  /** Sends everything to D1 anew, what was set aside too. */
  resend(): Promise<void> {
    return this.commits.run((now) => {
      for (const row of this.state.rows.waiting()) this.tables.store.saveRow(row);
      this.tables.outbox.resend();
      this.drainWithin(now, 0);
    });
  }

  /** Erases a visitor's sessions here at once, and in D1 by way of the outbox. */
  forgetVisitor(visitorId: string): Promise<void> {
    return this.commits.run((now) => {
      forgetVisitor(this.tables, this.state, visitorId);
      this.drainWithin(now, 0);
    });
  }

  /** Erases a caller from all calls here at once, and in D1 by way of the outbox. */
  forgetCaller(hash: string): Promise<void> {
    return this.commits.run((now) => {
      forgetCaller(this.tables, hash, now);
      this.drainWithin(now, 0);
    });
  }
}
