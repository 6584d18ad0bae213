import { ID_RANDOM_BYTES, newId } from '../domain/ids.ts';
import type { EpochMs } from '../domain/time.ts';

/** A new id that nobody can guess, in the order of time. */
export function makeId(now: EpochMs, place = 0, shard = 0): string {
  return newId(now, crypto.getRandomValues(new Uint8Array(ID_RANDOM_BYTES)), place, shard);
}
