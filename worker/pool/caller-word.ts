import { within } from '../deadline.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { NOTHING_SAID } from './callers.ts';
import type { CallerWord } from './messages.ts';
import type { PoolTables } from './tables.ts';

/** A caller waits: past this nothing was said of them. */
const WORD_DEADLINE = 300;

type FirstShard = { callerWord(hash: string): Promise<CallerWord> };

/** What the owner said of whoever rings or writes; null where nobody can be known. */
export async function wordOnCaller(
  { inventory, callers }: PoolTables,
  shardOf: (shard: number) => FirstShard,
  caller: SealedCaller | null,
): Promise<CallerWord> {
  if (caller === null) return NOTHING_SAID;
  const { hash } = caller;
  if (inventory.shard() === 0) return callers.word(hash);
  try {
    return await within(WORD_DEADLINE, shardOf(0).callerWord(hash));
  } catch (error) {
    console.warn('pool: the first shard did not say what the owner said of a caller', error);
    return NOTHING_SAID;
  }
}
