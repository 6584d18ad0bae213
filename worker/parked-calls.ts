import { within } from './deadline.ts';
import type { SiteSnapshot } from './domain/site-snapshot.ts';
import type { PoolClient } from './pool/client.ts';
import type { PoolCall } from './pool/messages.ts';
import type { SiteDirectory } from './site-directory.ts';

type ParkedCall = Omit<PoolCall, 'inventoryVersion'>;

const PREFIX = 'parked-call:';
/** One pool that hangs must not keep the calls of the others waiting. */
const POOL_DEADLINE = 3_000;

/**
 * News of calls that a pool could not take while it was asked, kept in KV until it can: the provider has
 * had its answer and may never speak of the call again.
 */
export class ParkedCalls {
  readonly #kv: KVNamespace;
  readonly #sites: SiteDirectory;
  readonly #poolOf: (site: SiteSnapshot) => PoolClient;

  constructor(kv: KVNamespace, sites: SiteDirectory, poolOf: (site: SiteSnapshot) => PoolClient) {
    this.#kv = kv;
    this.#sites = sites;
    this.#poolOf = poolOf;
  }

  /** @param id unique among all that is parked. */
  async park(siteKey: string, call: ParkedCall, id: string): Promise<void> {
    await this.#kv.put(`${PREFIX}${siteKey}:${id}`, JSON.stringify(call));
  }

  /**
   * Hands every parked call to its pool; one that is not taken this time stays.
   *
   * @param siteKey of the site whose calls are meant; undefined for those of all sites.
   */
  async deliver(siteKey?: string): Promise<void> {
    for await (const name of this.#names(siteKey)) {
      await this.#deliverOne(name).catch((error: unknown) =>
        console.error('parked call: not taken yet', name, error),
      );
    }
  }

  /** Forgets the calls of a site that is deleted. */
  async drop(siteKey: string): Promise<void> {
    for await (const name of this.#names(siteKey)) await this.#kv.delete(name);
  }

  async *#names(siteKey: string | undefined): AsyncGenerator<string> {
    const prefix = siteKey === undefined ? PREFIX : `${PREFIX}${siteKey}:`;
    let cursor: string | undefined;
    do {
      const page = await this.#kv.list({ prefix, ...(cursor && { cursor }) });
      for (const { name } of page.keys) yield name;
      cursor = page.list_complete ? undefined : page.cursor;
    } while (cursor !== undefined);
  }

  async #deliverOne(name: string): Promise<void> {
    const call = await this.#kv.get<ParkedCall>(name, 'json');
    const site = await this.#sites.byKey(name.slice(PREFIX.length).split(':')[0] ?? '');
    // A site that is gone has nobody left to tell.
    if (call && site) await within(POOL_DEADLINE, this.#poolOf(site).call(call));
    await this.#kv.delete(name);
  }
}
