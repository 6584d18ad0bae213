import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type { Inventory } from './messages.ts';

/** What one shard of a site may lease. The first has the static numbers: calls to them go there. */
export function inventoryOf(site: SiteSnapshot, shard: number): Inventory {
  const placed = (number: string) => site.placements[number] ?? { shard: 0, from: null };
  const pools = site.pools.map((pool) => ({
    ...pool,
    numbers: pool.numbers.filter((number) => placed(number).shard === shard),
  }));
  return {
    siteId: site.id,
    version: site.version,
    shard,
    pools,
    arriving: pools.flatMap(({ numbers }) =>
      numbers.flatMap((number) => {
        const { from } = placed(number);
        return from === null || from === shard ? [] : [{ number, from }];
      }),
    ),
    staticNumbers: shard === 0 ? site.staticNumbers.map(({ target, ...entry }) => entry) : [],
    quarantineDays: site.quarantineDays,
    wantedEvents: site.wantedEvents,
  };
}
