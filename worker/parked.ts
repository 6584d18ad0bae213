import { within } from './deadline.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import type { SiteDirectory } from './site-directory.ts';

/** One pool that hangs must not keep what is parked for the others waiting. */
const POOL_DEADLINE = 3_000;

/**
 * News of calls, or text messages, that a pool could not take while it was asked, kept in KV until it can:
 * the provider has had its answer and may never speak of them again.
 */
export class Parked<T> {
  readonly #kv: KVNamespace;
  readonly #prefix: string;
  readonly #sites: SiteDirectory;
  readonly #handOver: (site: SiteSnapshot, news: T) => Promise<unknown>;

  /** @param kind of news, by which it is told from others in KV. */
  constructor(
    kv: KVNamespace,
    kind: string,
    sites: SiteDirectory,
    handOver: (site: SiteSnapshot, news: T) => Promise<unknown>,
  ) {
    this.#kv = kv;
    this.#prefix = `parked-${kind}:`;
    this.#sites = sites;
    this.#handOver = handOver;
  }

  /** @param id unique among all that is parked. */
  async park(siteKey: string, news: T, id: string): Promise<void> {
    await this.#kv.put(`${this.#prefix}${siteKey}:${id}`, JSON.stringify(news));
  }

  /**
   * Hands all that is parked to its pools; what is not taken this time stays.
   *
   * @param siteKey of the site that is meant; undefined for all sites.
   */
  async deliver(siteKey?: string): Promise<void> {
    for await (const name of this.#names(siteKey)) {
      await this.#deliverOne(name).catch((error: unknown) =>
        console.error('parked: not taken yet', name, error),
      );
    }
  }

  /** Forgets what is parked for a site that is deleted. */
  async drop(siteKey: string): Promise<void> {
    for await (const name of this.#names(siteKey)) await this.#kv.delete(name);
  }

  async *#names(siteKey: string | undefined): AsyncGenerator<string> {
    const prefix = siteKey === undefined ? this.#prefix : `${this.#prefix}${siteKey}:`;
    let cursor: string | undefined;
    do {
      const page = await this.#kv.list({ prefix, ...(cursor && { cursor }) });
      for (const { name } of page.keys) yield name;
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor !== undefined);
  }

  async #deliverOne(name: string): Promise<void> {
    const news = await this.#kv.get<T>(name, 'json');
    const site = await this.#sites.byKey(name.slice(this.#prefix.length).split(':')[0] ?? '');
    // A site that is gone has nobody left to tell.
    if (news && site) await within(POOL_DEADLINE, this.#handOver(site, news));
    await this.#kv.delete(name);
  }
}
