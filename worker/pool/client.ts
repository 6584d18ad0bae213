import { within } from '../deadline.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import type {
  InventoryBehind,
  PoolCall,
  PoolCallReply,
  PoolEvents,
  PoolEventsReply,
  PoolVisit,
  PoolVisitReply,
} from './messages.ts';
import type { NumberPool } from './number-pool.ts';

/** Milliseconds; a pool that was not reached is told again with the next visit or call. */
const INVENTORY_DEADLINE = 3_000;

type Answered<R> = Exclude<R, InventoryBehind>;

/** The Worker's side of a site's pool: finds the object and brings its inventory up to date. */
export type PoolClient = {
  visit(visit: Omit<PoolVisit, 'inventoryVersion'>): Promise<Answered<PoolVisitReply>>;
  events(events: PoolEvents): Promise<PoolEventsReply>;
  call(call: Omit<PoolCall, 'inventoryVersion'>): Promise<Answered<PoolCallReply>>;
  /** Gives the pool the site's inventory ahead of the next visit. */
  applyInventory(): Promise<void>;
};

export function poolOf(
  namespace: DurableObjectNamespace<NumberPool>,
  site: SiteSnapshot,
): PoolClient {
  const stub = namespace.get(namespace.idFromName(site.id));
  const applyInventory = () =>
    within(
      INVENTORY_DEADLINE,
      stub.applyInventory({
        siteId: site.id,
        version: site.version,
        pools: site.pools,
        staticNumbers: site.staticNumbers.map(({ target, ...entry }) => entry),
      }),
    );

  const upToDate = async <R extends { ok: boolean }>(
    ask: () => Promise<R | InventoryBehind>,
  ): Promise<R> => {
    const first = await ask();
    if (!isBehind(first)) return first;
    await applyInventory();
    const second = await ask();
    if (isBehind(second)) throw new Error('pool: inventory still behind after it was applied');
    return second;
  };
  const inventoryVersion = site.version;
  return {
    applyInventory,
    events: (events) => stub.events(events),
    visit: (visit) =>
      upToDate<Answered<PoolVisitReply>>(() => stub.visit({ ...visit, inventoryVersion })),
    call: (call) =>
      upToDate<Answered<PoolCallReply>>(() => stub.call({ ...call, inventoryVersion })),
  };
}

function isBehind(reply: { ok: boolean }): reply is InventoryBehind {
  return !reply.ok && 'code' in reply && reply.code === 'inventory_behind';
}
