import { shardOfId } from './ids.ts';

/** How many shards are asked before the visitor's own shares a number it has: each costs a round trip. */
const MOST_ASKED = 3;

type Visiting = {
  readonly visitorId: string | null;
  readonly sessionId: string | null;
  readonly view: string | null;
};

/**
 * The shard that a visit belongs to: where its session is, which the session's id says; else where the
 * visitor's id was made. Ids of shards that are gone, and new visitors, are dealt out by a stable hash:
 * the same view, repeated, comes to the same shard.
 */
export function homeShard({ sessionId, visitorId, view }: Visiting, shards: number): number {
  for (const id of [sessionId, visitorId]) {
    if (id !== null && shardOfId(id) < shards) return shardOfId(id);
  }
  return hash(visitorId ?? view ?? '') % shards;
}

/** The shards to ask for a number, the home first, then those after it. */
export function shardsToAsk(home: number, shards: number): number[] {
  const count = Math.min(shards, MOST_ASKED);
  return Array.from({ length: count }, (_, step) => (home + step) % shards);
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value;
}
