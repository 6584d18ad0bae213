import { within } from '../deadline.ts';
import { backoff } from '../domain/backoff.ts';
import { type EpochMs, SECOND } from '../domain/time.ts';
import type { OutgoingEvent } from '../domain/webhooks/event-types.ts';
import type { CommitQueue } from './commit-queue.ts';
import type { PoolTables } from './tables.ts';

/** A sender that hangs counts as one that fails: the alarm has to end. */
const DEADLINE = 10 * SECOND;

/** Takes events for a site's webhooks, and answers once it has them for good. */
export type Tell = (siteId: string, events: readonly OutgoingEvent[]) => Promise<void>;

/**
 * Hands events over to the sender, an object of its own: receivers that are slow or dead hold up nothing
 * here. One that was taken without our hearing of it is handed over again, under the same id.
 */
export class HandOver {
  readonly #commits: CommitQueue;
  readonly #tell: Tell;
  #failures = 0;
  #retryAt: EpochMs = 0;

  constructor(commits: CommitQueue, tell: Tell) {
    this.#commits = commits;
    this.#tell = tell;
  }

  dueAt({ news }: PoolTables): EpochMs | undefined {
    const at = news.nextDueAt();
    return at === undefined ? undefined : Math.max(at, this.#retryAt);
  }

  async run({ inventory, news }: PoolTables, now: () => EpochMs): Promise<void> {
    if (now() < this.#retryAt) return;
    try {
      for (let due = news.due(now()); due.length > 0; due = news.due(now())) {
        const events = due;
        await within(DEADLINE, this.#tell(inventory.siteId(), events));
        await this.#commits.run(() => news.told(events));
      }
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      console.error(`news: not taken (${this.#failures} times in a row)`, error);
      this.#retryAt = now() + backoff(this.#failures);
    }
  }
}
