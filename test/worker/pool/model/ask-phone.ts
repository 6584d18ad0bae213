import { checkMatch } from './matches.ts';
import type { Model } from './model.ts';
import type { Call } from './phone.ts';
import type { PoolUnderTest } from './pool-under-test.ts';
import type { CallNews } from './steps.ts';

/** The provider tells something of a call, and hears whom it was matched to. */
export async function askPhone(
  { breaches, ledger, promises, phone }: Model,
  pool: PoolUnderTest,
  call: Call,
  news: CallNews,
  stale: boolean,
): Promise<void> {
  // A call stays where it was first heard of, though its first news may not name the number.
  call.placed ||= news === 'received' && call.told.size === 0 && pool.isPlaced(call.number);
  call.atHome ||= pool.isWhole() || call.placed;
  const event = phone.tell(call, news, pool.now());
  call.sending += 1;
  const alone = call.sending === 1;
  try {
    const reply = await pool
      .client(stale)
      .call({ provider: 'generic', providerCallId: call.id, events: [event] });
    if (!reply.ok) throw new Error('a call without a nonce was taken for a repeated one');
    const { callId, match } = reply;
    phone.acknowledged(call, news, callId);
    // What was told at the same time may have been heard before this or after it.
    if (!alone || call.sending > 1) return;
    if (!call.atHome || !call.acknowledged.has('received')) return;
    const unanswered = [...ledger.unanswered.values()];
    checkMatch(breaches, promises, call, match, pool.now(), ledger.restarts, unanswered);
  } finally {
    call.sending -= 1;
  }
}
