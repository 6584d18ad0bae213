import { shardOfId } from './ids.ts';

/** How many shards are asked before the visitor's own shares a number it has: each costs a round trip. */
const MOST_ASKED = 3;

type Visiting = {
  readonly visitorId: string | null;
  readonly sessionId: string | null;
  readonly view: string | null;
};

/**
 * The shards to ask for a visit, in turn, until one has a number; the last of them has to give what it
 * has. A session is where its id says, until it ends: in a shard that is no longer used too, or in one that
 * whoever asks has not heard of yet. A visitor is where their id was made. Others are dealt out by a stable
 * hash, so that the same view, repeated, comes to the same shard. A full shard borrows from those after it.
 */
export function shardsToAsk({ sessionId, visitorId, view }: Visiting, shards: number): number[] {
  const visitors = visitorId === null ? undefined : shardOfId(visitorId);
  const sessions = sessionId === null ? undefined : shardOfId(sessionId);
  const dealt = hash(visitorId ?? view ?? '') % shards;
  const home =
    [sessions, visitors, dealt].find((shard) => shard !== undefined && shard < shards) ?? 0;
  const inTurn = Array.from(
    { length: Math.min(shards, MOST_ASKED) },
    (_, step) => (home + step) % shards,
  );
  const asked = sessions !== undefined && sessions >= shards ? [sessions, ...inTurn] : inTurn;
  return asked.at(-1) === home ? asked : [...asked, home];
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  }
  return value;
}
