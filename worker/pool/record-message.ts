import type { Lease } from '../domain/leases/lease.ts';
import { matchStaticNumber } from '../domain/matching/match-call.ts';
import { makeId } from '../keys/make-id.ts';
import { matchByNumber } from './calls.ts';
import type { PoolTextMessage, PoolTextMessageReply } from './messages.ts';
import type { PoolState } from './state.ts';
import type { PoolTables } from './tables.ts';

/**
 * Records a text message, matched as a call of that moment would be. One that is told again changes nothing. A
 * request that is shown again is refused only where its message is here: it may have failed the first time.
 *
 * @param elsewhere leases of the number that another shard had before.
 */
export function recordMessage(
  { inventory, store, messages }: PoolTables,
  state: PoolState,
  { provider, message, nonce }: PoolTextMessage,
  elsewhere: readonly Lease[],
  now: number,
): PoolTextMessageReply {
  const repeated = nonce !== undefined && state.wasShown(nonce, now);
  if (messages.get(provider, message.id)) {
    return repeated ? { ok: false, code: 'repeated' } : { ok: true };
  }
  const { number, at, clock } = message;
  const source = inventory.staticSource(number);
  const match = source
    ? matchStaticNumber(source)
    : matchByNumber(store, state, { number, startedAt: at, startedClock: clock }, elsewhere);
  messages.save({ id: makeId(at, 0, inventory.shard()), provider, message, match });
  return { ok: true };
}
