import { env, evictDurableObject } from 'cloudflare:test';
import { localClock } from '../../../../worker/local/clock.ts';
import { poolOf } from '../../../../worker/pool/client.ts';
import type { PoolEvents } from '../../../../worker/pool/messages.ts';
import { shardName } from '../../../../worker/pool/shard-name.ts';
import type { Site } from './site-owner.ts';

/** The real thing: the site's objects, and the Worker's side of them. */
export function poolUnderTest(site: Site) {
  /** The newest version that an object was asked with; others hear of it when they are asked. */
  let heardOf = site.latest.version;
  const object = (shard: number) => env.POOL.get(env.POOL.idFromName(shardName(site.id, shard)));
  const shards = () => Array.from({ length: site.latest.shardsEver }, (_, shard) => shard);
  return {
    now: () => localClock.now(),

    /** @param stale whether the Worker has not heard of the owner's last change. */
    client(stale: boolean) {
      const snapshot = stale ? site.before : site.latest;
      heardOf = Math.max(heardOf, snapshot.version);
      return poolOf(env.POOL, snapshot);
    },

    /** What a page tells; nothing is heard of the owner's changes by it. */
    events: (sent: PoolEvents, stale: boolean) =>
      poolOf(env.POOL, stale ? site.before : site.latest).events(sent),

    /** Whether one object has all numbers, and always had. */
    isWhole: () => site.latest.shardsEver === 1,

    /** Whether the objects have heard of the owner's last change. */
    isUpToDate: () => heardOf === site.latest.version,

    /** Whether every Worker knows which object leases the number. */
    isPlaced(number: string): boolean {
      const [before, latest] = [site.before, site.latest].map(({ pools, placements }) =>
        pools.some(({ numbers }) => numbers.includes(number))
          ? (placements[number]?.shard ?? 0)
          : undefined,
      );
      return latest !== undefined && before === latest;
    },

    /** Everything an alarm does, whether or not one is due. */
    async alarm(): Promise<void> {
      await Promise.all(shards().map((shard) => object(shard).drain()));
    },

    /** The alarms that the objects have set themselves, as far as they are due. */
    async dueAlarms(): Promise<void> {
      await Promise.all(shards().map((shard) => object(shard).ringIfDue()));
    },

    /** Stops one of the objects, if it is running. */
    async evict(which: number): Promise<void> {
      // An object that is not running cannot be evicted, and need not be.
      await evictDurableObject(object(which % site.latest.shardsEver)).catch(() => {});
    },
  };
}

export type PoolUnderTest = ReturnType<typeof poolUnderTest>;
