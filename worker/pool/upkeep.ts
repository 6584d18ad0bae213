import { type EpochMs, HOUR, MINUTE } from '../domain/time.ts';
import { SESSION_IDLE } from '../domain/visits/session.ts';
import { claimArriving, type FormerShard } from './arrivals.ts';
import type { CommitQueue } from './commit-queue.ts';
import { HandOver, type Tell } from './hand-over.ts';
import { lapseCalls } from './lapse-calls.ts';
import { learn } from './learn.ts';
import { pruneHistory } from './pruning.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/** How often a former shard is asked whether it has let go of a number. */
const CLAIM_EVERY = MINUTE;
/** How often history is pruned, and calls are looked for that nothing more is heard of. */
const TIDY_EVERY = HOUR;
/** To see whether there is anything to learn means counting the calls. */
const LEARN_EVERY = 10 * MINUTE;

/** What the object does by itself, when its alarm rings. */
export class Upkeep {
  readonly #commits: CommitQueue;
  readonly #now: () => EpochMs;
  readonly #shardOf: (shard: number) => FormerShard;
  readonly #handOver: HandOver;
  #tidyAt: EpochMs = 0;
  #claimAt: EpochMs = 0;
  #learnAt: EpochMs = 0;

  constructor(
    commits: CommitQueue,
    now: () => EpochMs,
    shardOf: (shard: number) => FormerShard,
    tell: Tell,
  ) {
    this.#commits = commits;
    this.#now = now;
    this.#shardOf = shardOf;
    this.#handOver = new HandOver(commits, tell);
  }

  /** Saves what memory is ahead of, sends on what is unsent, and tidies up. */
  async run(tables: PoolTables, state: PoolState): Promise<void> {
    await this.#save(tables, state);
    const { inventory, outbox } = tables;
    await outbox.drain({ siteId: inventory.siteId(), shard: inventory.shard() }, this.#now);
    // After D1 has the calls: that is where the sender reads them.
    await this.#handOver.run(tables, this.#now);
    await this.#claim(tables, state);
    await this.#tidyUp(tables, state);
    await this.#learn(tables);
  }

  /**
   * When something is to be done even if nothing else happens. All but news not while D1 is left alone:
   * every alarm tries it again, and the rest is in no hurry.
   */
  dueAt(tables: PoolTables, { rows, roster }: PoolState): EpochMs | undefined {
    const { inventory, utilisation, outbox } = tables;
    const due = [
      rows.nextFlushAt(),
      utilisation.nextFlushAt(),
      inventory.hasArriving() ? this.#claimAt : undefined,
      roster.calls.hasAny() ? this.#tidyAt : undefined,
    ].filter((at) => at !== undefined);
    const rest = due.length === 0 ? [] : [Math.max(Math.min(...due), outbox.restsUntil())];
    const next = Math.min(...rest, this.#handOver.dueAt(tables) ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(next) ? next : undefined;
  }

  /** Saves the rows that are due, each for itself: one that cannot be saved holds up no other. */
  async #save({ store, utilisation }: PoolTables, state: PoolState): Promise<void> {
    const now = this.#now();
    const { rows } = state;
    const saved = await Promise.allSettled([
      ...rows.due(now, SESSION_IDLE).map((due) =>
        this.#commits.run(() => {
          const row = rows.get(due.id) ?? due;
          store.saveRow(row);
          rows.loaded(row);
        }),
      ),
      this.#commits.run((at) => utilisation.flush(at)),
    ]);
    for (const result of saved) {
      if (result.status === 'rejected') console.error('pool: a row was not saved', result.reason);
    }
  }

  async #claim({ inventory }: PoolTables, state: PoolState): Promise<void> {
    if (!inventory.hasArriving() || this.#now() < this.#claimAt) return;
    this.#claimAt = this.#now() + CLAIM_EVERY;
    const arrived = await claimArriving(inventory, this.#shardOf);
    if (arrived.length === 0) return;
    await this.#commits.run((now) => {
      inventory.arrived(arrived, now);
      state.useInventory(inventory);
    });
  }

  async #learn(tables: PoolTables): Promise<void> {
    if (this.#now() < this.#learnAt) return;
    this.#learnAt = this.#now() + LEARN_EVERY;
    await learn(tables, this.#commits, this.#now);
  }

  async #tidyUp(tables: PoolTables, state: PoolState): Promise<void> {
    if (this.#now() < this.#tidyAt) return;
    this.#tidyAt = this.#now() + TIDY_EVERY;
    while (await this.#commits.run((now) => pruneHistory(tables, now))) {
      // A portion at a time: visits and calls come in between.
    }
    await this.#commits.run((now) => lapseCalls(tables, state, now));
  }
}
