import { readSnapshot } from './db/queries/site-snapshot.ts';
import { within } from './deadline.ts';
import { completeSnapshot, type PublishedSnapshot } from './domain/complete-snapshot.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import { type Clock, type EpochMs, SECOND } from './domain/time.ts';

/** How long this isolate trusts what it has read; KV itself may be a minute behind. */
const FRESH_FOR = 30 * SECOND;
/** Unknown keys are remembered too, so that a flood of them costs nothing; no more than this many. */
const MEMORY_LIMIT = 1_000;
/** A caller waits for the answer: what does not answer in time counts as failed. */
const KV_DEADLINE = 250;
const D1_DEADLINE = 450;

type Known = { readonly site: SiteSnapshot | undefined; readonly readAt: EpochMs };

/**
 * Finds the published snapshot of a site: in memory, else in KV, else (where KV fails) in D1, else the
 * stale one in memory. Visits and calls read no D1 unless KV is down.
 */
export class SiteDirectory {
  readonly #known = new Map<string, Known>();
  readonly #kv: KVNamespace;
  readonly #d1: D1Database;
  readonly #clock: Clock;

  constructor(kv: KVNamespace, d1: D1Database, clock: Clock) {
    this.#kv = kv;
    this.#d1 = d1;
    this.#clock = clock;
  }

  /** Undefined for a key that no site has. Throws only where nothing answers and nothing is remembered. */
  async byKey(key: string): Promise<SiteSnapshot | undefined> {
    const known = this.#known.get(key);
    if (known && this.#clock.now() - known.readAt < FRESH_FOR) return known.site;
    try {
      return this.#remember(key, await this.#read(key));
    } catch (error) {
      // Trusted for as long again, lest every visit waits for what does not answer.
      if (known) return this.#remember(key, known.site);
      throw error;
    }
  }

  /**
   * Reads the site from its tables and publishes it; again while it has changed meanwhile, so that of two
   * changes at once the later one is published last. Where no site has the key, or has it any more, that is
   * published too, and undefined returned.
   */
  async publish(key: string): Promise<SiteSnapshot | undefined> {
    let published: SiteSnapshot | undefined;
    for (;;) {
      const site = await readSnapshot(this.#d1, key, this.#clock.now());
      if (site === undefined) {
        await this.#kv.delete(kvKey(key));
        return this.#remember(key, undefined);
      }
      if (site.id === published?.id && site.version === published.version) {
        return this.#remember(key, site);
      }
      await this.#kv.put(kvKey(key), JSON.stringify(site));
      published = site;
    }
  }

  async #read(key: string): Promise<SiteSnapshot | undefined> {
    try {
      const published = this.#kv.get<PublishedSnapshot>(kvKey(key), 'json');
      const site = await within(KV_DEADLINE, published);
      return site === null ? undefined : completeSnapshot(site);
    } catch (error) {
      console.error('site snapshot: KV failed, reading D1', error);
      return within(D1_DEADLINE, readSnapshot(this.#d1, key, this.#clock.now()));
    }
  }

  /** An unknown key before a site: a flood of the former must not cost a site its stale answer. */
  #forgetOne(): void {
    const keys = [...this.#known.keys()];
    const miss = keys.find((key) => this.#known.get(key)?.site === undefined);
    this.#known.delete(miss ?? keys[0] ?? '');
  }

  #remember(key: string, site: SiteSnapshot | undefined): SiteSnapshot | undefined {
    if (this.#known.size >= MEMORY_LIMIT) this.#forgetOne();
    this.#known.set(key, { site, readAt: this.#clock.now() });
    return site;
  }
}

function kvKey(key: string): string {
  return `site:${key}`;
}
