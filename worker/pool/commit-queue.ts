import type { EpochMs } from '../domain/time.ts';

type Job = { readonly run: () => void; readonly settle: (failed?: unknown) => void };

/**
 * Group commit: changes that come in one turn, or while those before are being made durable, are made
 * together, in the order in which they came. Each is answered once all are durable.
 *
 * Every change runs without awaiting, in a savepoint of its own: one that fails is undone alone, is told
 * so, and the others do not notice. So whoever makes a change must touch memory only after its last
 * write has succeeded. Whatever reads leases to decide something comes through here too.
 */
export class CommitQueue {
  readonly #storage: DurableObjectStorage;
  readonly #now: () => EpochMs;
  readonly #undone: () => void;
  readonly #committed: () => void;
  #waiting: Job[] = [];
  #flushing = false;

  /**
   * @param undone called when a change has been undone.
   * @param committed called when changes have been made, before they are durable.
   */
  constructor(
    storage: DurableObjectStorage,
    now: () => EpochMs,
    undone: () => void,
    committed: () => void,
  ) {
    this.#storage = storage;
    this.#now = now;
    this.#undone = undone;
    this.#committed = committed;
  }

  /** Makes a change; its result once that is durable, its error where it failed. */
  run<T>(change: (now: EpochMs) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#waiting.push({
        run: () => {
          result = change(this.#now());
        },
        settle: (failed) => (failed === undefined ? resolve(result) : reject(failed)),
      });
      if (this.#flushing) return;
      this.#flushing = true;
      // After this turn, in which others may ask; who comes while these are made durable, makes the next group.
      queueMicrotask(() => void this.#flush());
    });
  }

  async #flush(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const jobs = this.#waiting;
        this.#waiting = [];
        await this.#commit(jobs);
      }
    } finally {
      this.#flushing = false;
    }
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    let outcomes: unknown[] = [];
    let lost: unknown;
    try {
      outcomes = jobs.map((job) => this.#attempt(job));
      this.#committed();
      await this.#storage.sync();
    } catch (error) {
      lost = error;
    }
    for (const [index, job] of jobs.entries()) job.settle(outcomes[index] ?? lost);
  }

  /** What went wrong; undefined for nothing. */
  #attempt({ run }: Job): unknown {
    try {
      this.#storage.transactionSync(run);
      return undefined;
    } catch (error) {
      this.#undone();
      return error ?? new Error('a change failed');
    }
  }
}
