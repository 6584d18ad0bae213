import { type EpochMs, SECOND } from '../domain/time.ts';
import { type Row, rowSeenAt } from './rows.ts';

/** When a row's lease and its session were last seen, as its table has them; 0 for what it has not. */
type SeenAt = { readonly lease: EpochMs; readonly session: EpochMs };

type Entry = {
  readonly row: Row;
  /** What memory must not be ahead of by more than a step; undefined where the table has no such row yet. */
  readonly saved: SeenAt | undefined;
  /** From when on the row is saved if anything is; undefined while its table has it as it is. */
  dueAt: EpochMs | undefined;
  readonly weight: number;
};

/** Whoever leaves a page mostly comes to the next one; who has not by then has left, and that is saved. */
const SETTLES_AFTER = 30 * SECOND;

/** Characters that the rows in memory may hold together: some sixteen thousand visitors at once. */
const MOST_WEIGHT = 32_000_000;
/** What a row takes beside its texts. */
const BARE_WEIGHT = 1_000;

/**
 * Rows that memory may be ahead of. What comes often and may be lost for one persistence step (renewals,
 * page views) is kept here and saved at most once a step; what was promised to last is saved at once.
 * Memory is bounded: when more come than it holds, those not seen for longest go, saved if they are not.
 */
export class WriteBehind {
  /** Longest unseen first. */
  readonly #entries = new Map<string, Entry>();
  readonly #step: number;
  readonly #mostWeight: number;
  #weight = 0;
  /** When the first row that waits is due; asked on every request, so not looked for each time. */
  #nextFlushAt: EpochMs | undefined;

  constructor(step: number, mostWeight = MOST_WEIGHT) {
    this.#step = step;
    this.#mostWeight = mostWeight;
  }

  get(id: string): Row | undefined {
    return this.#entries.get(id)?.row;
  }

  /** A row as it was read from its table, or saved to it. */
  loaded(row: Row): Row {
    this.#set(row, seenAtOf(row), undefined);
    return row;
  }

  /** Whether `put` would have to save the row at once: what is saved was seen a step ago. */
  isDue(row: Row, now: EpochMs): boolean {
    return now >= this.#latestFor(row);
  }

  /**
   * Keeps the row until a step after it was last saved. If its visitor `leaves` it may go sooner, with
   * whatever else is saved then: that alone is no reason to wake the object.
   */
  put(row: Row, now: EpochMs, leaves: boolean): void {
    const atLatest = this.#latestFor(row);
    const saved = this.#entries.get(row.id)?.saved;
    this.#set(row, saved, leaves ? Math.min(atLatest, now + SETTLES_AFTER) : atLatest);
    this.#waitsUntil(atLatest);
  }

  /** The rows for which there is no room; those that wait have to be saved before they are forgotten. */
  overflow(): { readonly row: Row; readonly waits: boolean }[] {
    const over: { row: Row; waits: boolean }[] = [];
    let weight = this.#weight;
    for (const { row, dueAt, weight: own } of this.#entries.values()) {
      if (weight <= this.#mostWeight) break;
      over.push({ row, waits: dueAt !== undefined });
      weight -= own;
    }
    return over;
  }

  /** The rows that wait, whatever their time. */
  waiting(): Row[] {
    return [...this.#entries.values()]
      .filter(({ dueAt }) => dueAt !== undefined)
      .map(({ row }) => row);
  }

  forget(id: string): void {
    this.#weight -= this.#entries.get(id)?.weight ?? 0;
    this.#entries.delete(id);
  }

  /** The rows that are due. Forgets what has been idle for `idleAfter`. */
  due(now: EpochMs, idleAfter: number): Row[] {
    this.#nextFlushAt = undefined;
    const due: Row[] = [];
    for (const [id, entry] of this.#entries) {
      if (entry.dueAt === undefined) {
        if (now - rowSeenAt(entry.row) >= idleAfter) this.forget(id);
        continue;
      }
      if (entry.dueAt <= now) {
        due.push(entry.row);
        // A row that cannot be saved is tried again a step later.
        entry.dueAt = now + this.#step;
      }
      this.#waitsUntil(Math.max(entry.dueAt, this.#latestFor(entry.row)));
    }
    return due;
  }

  /** When the next row is due to be saved; undefined where memory is ahead of nothing. */
  nextFlushAt(): EpochMs | undefined {
    return this.#nextFlushAt;
  }

  /** When the row has to be saved: a step after what its table says of that which has been seen since. */
  #latestFor({ id, lease, session }: Row): EpochMs {
    const saved = this.#entries.get(id)?.saved;
    if (saved === undefined) return 0;
    if (session === null) return saved.lease + this.#step;
    const leaseIsAhead = (lease?.lastSeenAt ?? 0) > saved.lease;
    return (leaseIsAhead ? Math.min(saved.lease, saved.session) : saved.session) + this.#step;
  }

  #set(row: Row, saved: SeenAt | undefined, dueAt: EpochMs | undefined): void {
    this.forget(row.id);
    const weight = weightOf(row);
    this.#entries.set(row.id, { row, saved, dueAt, weight });
    this.#weight += weight;
  }

  #waitsUntil(at: EpochMs): void {
    this.#nextFlushAt = Math.min(this.#nextFlushAt ?? at, at);
  }
}

function seenAtOf({ lease, session }: Row): SeenAt {
  return { lease: lease?.lastSeenAt ?? 0, session: session?.lastSeenAt ?? 0 };
}

function weightOf({ session }: Row): number {
  if (session === null) return BARE_WEIGHT;
  const { journey, touch } = session;
  return BARE_WEIGHT + JSON.stringify(journey).length + JSON.stringify(touch).length;
}
