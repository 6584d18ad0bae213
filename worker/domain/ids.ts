import type { EpochMs } from './time.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 16;
/** What ten characters can say: the year 37648. */
const LATEST: EpochMs = 32 ** TIME_CHARS - 1;

/** Bytes of randomness one id takes. */
export const ID_RANDOM_BYTES = RANDOM_CHARS;

/**
 * A ULID in lower case (https://github.com/ulid/spec): 48 bits of time, 80 bits of randomness, so that
 * the order of ids is the order of their making and a primary key needs no index on time beside it.
 *
 * @param random at least `ID_RANDOM_BYTES` random bytes.
 */
export function newId(now: EpochMs, random: Uint8Array): string {
  let id = idAtTime(now).slice(0, TIME_CHARS);
  for (let i = 0; i < RANDOM_CHARS; i++) id += ALPHABET[(random[i] ?? 0) & 31];
  return id;
}

/** The lowest id that can be made at `at`: the bound for a range of ids by time. */
export function idAtTime(at: EpochMs): string {
  let rest = Math.min(LATEST, Math.max(0, Math.floor(at)));
  let time = '';
  for (let i = 0; i < TIME_CHARS; i++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + '0'.repeat(RANDOM_CHARS);
}
