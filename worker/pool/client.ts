import { within } from '../deadline.ts';
import { shardOfId } from '../domain/ids.ts';
import type { Correction } from '../domain/matching/match.ts';
import { shardsToAsk } from '../domain/shards.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { isBehind } from './inventory-behind.ts';
import { inventoryOf } from './inventory-of.ts';
import type {
  CallerWord,
  InventoryBehind,
  NumberStatus,
  PoolCall,
  PoolCallReply,
  PoolEvents,
  PoolEventsReply,
  PoolStatus,
  PoolTextMessage,
  PoolTextMessageReply,
  PoolVisit,
  PoolVisitReply,
  RefusedSignatures,
  SignatureAlert,
} from './messages.ts';
import type { NumberPool } from './number-pool.ts';
import { shardName } from './shard-name.ts';

/** Milliseconds; a pool that was not reached is told again with the next visit or call. */
const INVENTORY_DEADLINE = 3_000;

export type PoolCallNews = Omit<PoolCall, 'inventoryVersion'>;
export type PoolMessageNews = Omit<PoolTextMessage, 'inventoryVersion'>;

/** What the shards answer to a visit or call once they have the inventory it was made for. */
type Answered<R> = Exclude<R, InventoryBehind>;
type Granted = Extract<PoolVisitReply, { ok: true }>;

/** The Worker's side of a site's pool: finds the shard that is to answer and brings its inventory up to date. */
export type PoolClient = {
  visit(visit: Omit<PoolVisit, 'inventoryVersion' | 'mayDecline'>): Promise<Granted>;
  events(events: PoolEvents): Promise<PoolEventsReply>;
  call(call: PoolCallNews): Promise<Answered<PoolCallReply>>;
  /** What the owner says of who made a call; null: no more. */
  correctCall(callId: string, correction: Correction | null): Promise<void>;
  /** What the owner says of a caller now. @param hash as in `SealedCaller`. */
  sayOfCaller(hash: string, word: CallerWord): Promise<void>;
  message(message: PoolMessageNews): Promise<Answered<PoolTextMessageReply>>;
  /** Gives every shard the site's inventory ahead of the next visit. */
  applyInventory(): Promise<void>;
  /** Every number that ever was in a pool of the site, as it stands now. */
  numbers(): Promise<readonly NumberStatus[]>;
  /** Tells of requests that were refused for their signature. */
  refused(refused: RefusedSignatures): Promise<void>;
  /** Providers whose requests keep being refused, and none is accepted. */
  alerts(): Promise<readonly SignatureAlert[]>;
  /** How each shard stands with D1. */
  status(): Promise<readonly PoolStatus[]>;
  /** Sends all that the shards hold to D1 anew. */
  resend(): Promise<void>;
  /** Erases one visitor's sessions, here and in D1. */
  forgetVisitor(visitorId: string): Promise<void>;
  /** Erases a caller from all calls, here and in D1. @param hash as in `SealedCaller`. */
  forgetCaller(hash: string): Promise<void>;
  /** Erases all that the shards hold, for good. What is in D1 stays. */
  erase(): Promise<void>;
};

export function poolOf(
  namespace: DurableObjectNamespace<NumberPool>,
  site: SiteSnapshot,
): PoolClient {
  const stubOf = (shard: number) => namespace.get(namespace.idFromName(shardName(site.id, shard)));
  const applyInventory = (shard: number) =>
    within(INVENTORY_DEADLINE, stubOf(shard).applyInventory(inventoryOf(site, shard)));
  const everyShard = Array.from({ length: site.shardsEver }, (_, shard) => shard);
  const ofEvery = <T>(ask: (shard: number) => Promise<T>) => Promise.all(everyShard.map(ask));

  const upToDate = async <R extends { ok: boolean }>(
    shard: number,
    ask: () => Promise<R | InventoryBehind>,
  ): Promise<R> => {
    const first = await ask();
    if (!isBehind(first)) return first;
    await applyInventory(shard);
    const second = await ask();
    if (isBehind(second)) throw new Error('pool: inventory still behind after it was applied');
    return second;
  };
  const inventoryVersion = site.version;

  /**
   * A call stays where it was first heard of, wherever its number is by now, and though not all of its
   * events name the number; a new one goes to the shard of its number.
   */
  const shardOfCall = async ({ provider, providerCallId, events }: PoolCallNews) => {
    if (site.shardsEver === 1) return 0;
    const number = events.find((event) => event.number !== undefined)?.number ?? '';
    const shard = site.placements[number]?.shard ?? 0;
    // Without an answer, to guess would be to make two calls of one: whoever tells of it does so again later.
    return stubOf(0).homeOfCall({ provider, providerCallId, shard });
  };

  return {
    visit: async (visit) => {
      const shards = shardsToAsk(visit, site.shards);
      for (const [index, shard] of shards.entries()) {
        const mayDecline = index < shards.length - 1;
        const reply = await upToDate<Answered<PoolVisitReply>>(shard, () =>
          stubOf(shard).visit({ ...visit, inventoryVersion, mayDecline }),
        );
        if (reply.ok) return reply;
      }
      throw new Error('pool: every shard declined');
    },
    events: (events) => stubOf(shardOfId(events.sessionId)).events(events),
    call: async (call) => {
      const shard = await shardOfCall(call);
      return upToDate<Answered<PoolCallReply>>(shard, () =>
        stubOf(shard).call({ ...call, inventoryVersion }),
      );
    },
    correctCall: (id, correction) => stubOf(shardOfId(id)).correctCall(id, correction),
    sayOfCaller: (hash, word) => stubOf(0).sayOfCaller(hash, word),
    // Always to the shard of its number: D1 knows one that was told to the shard before, too, as the same.
    message: async (message) => {
      const shard = site.placements[message.message.number]?.shard ?? 0;
      return upToDate<Answered<PoolTextMessageReply>>(shard, () =>
        stubOf(shard).message({ ...message, inventoryVersion }),
      );
    },
    applyInventory: async () => void (await ofEvery(applyInventory)),
    numbers: async () => {
      const perShard = await ofEvery((shard) => stubOf(shard).numbers());
      return perShard.flatMap((numbers, shard) =>
        numbers.filter(({ number }) => (site.placements[number]?.shard ?? 0) === shard),
      );
    },
    refused: (refused) => stubOf(0).refused(refused),
    alerts: () => stubOf(0).alerts(),
    status: () => ofEvery((shard) => stubOf(shard).status()),
    resend: async () => void (await ofEvery((shard) => stubOf(shard).resend())),
    forgetVisitor: async (id) => void (await ofEvery((shard) => stubOf(shard).forgetVisitor(id))),
    forgetCaller: async (hash) => void (await ofEvery((shard) => stubOf(shard).forgetCaller(hash))),
    erase: async () => void (await ofEvery((shard) => stubOf(shard).erase())),
  };
}
