import type { EpochMs } from '../domain/time.ts';
import { makeId } from '../keys/make-id.ts';
import { explainByNumber } from './calls.ts';
import type { Elsewhere } from './elsewhere.ts';
import { INVENTORY_BEHIND } from './inventory-behind.ts';
import type { PoolTextMessage, PoolTextMessageReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/**
 * Takes a text message whose signature was right: records it, matched as a call of that moment would be, and makes note
 * of what the site's webhooks are to be told, unless its sender is blocked. One that is told again changes nothing. A
 * request that is shown again is refused only where its message is here: it may have failed the first time.
 */
export function takeMessage(
  tables: PoolTables,
  state: PoolState,
  { provider, message, nonce, inventoryVersion }: PoolTextMessage,
  { leases, word }: Elsewhere,
  now: EpochMs,
): PoolTextMessageReply {
  const { inventory, messages, news, nonces, signatures } = tables;
  if (inventoryVersion > inventory.version()) return INVENTORY_BEHIND;
  // Refusals are counted in the first shard, which hears of calls to any number, but not of messages to those of others.
  signatures.accepted(provider);
  const repeated = nonce !== undefined && nonces.wasShown(nonce, now);
  const isKnown = messages.get(provider, message.id) !== undefined;
  if (isKnown && repeated) return { ok: false, code: 'repeated' };
  if (nonce !== undefined) nonces.note(nonce, now);
  if (isKnown) return { ok: true, word };
  const { number, at, clock } = message;
  const id = makeId(at, 0, inventory.shard());
  const asked = { id, number, startedAt: at, startedClock: clock, forwardedFrom: null };
  const caller = message.sender;
  const { match } = explainByNumber(tables, state, { ...asked, caller }, leases ?? [], null);
  messages.save({ id, provider, message, match });
  if (!word.isBlocked) news.noteMessage(id, inventory.wantedEvents(), now);
  return { ok: true, word };
}
