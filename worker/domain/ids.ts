import type { EpochMs } from './time.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 15;
/** What ten characters can say: the year 37648. */
const LATEST: EpochMs = 32 ** TIME_CHARS - 1;

/** Bytes of randomness one id takes. */
export const ID_RANDOM_BYTES = RANDOM_CHARS;

/** Shards that an id can name. */
export const MOST_SHARDS = 32;

/**
 * A ULID in lower case (https://github.com/ulid/spec), so that the order of ids is the order of their
 * making and a primary key needs no index on time beside it: 48 bits of time, 75 bits of randomness,
 * and the shard in which it was made, where whatever it names is found again.
 *
 * @param random at least `ID_RANDOM_BYTES` random bytes.
 */
export function newId(now: EpochMs, random: Uint8Array, shard = 0): string {
  let id = idAtTime(now).slice(0, TIME_CHARS);
  for (let i = 0; i < RANDOM_CHARS; i++) id += ALPHABET[(random[i] ?? 0) & 31];
  return id + ALPHABET[shard];
}

/** The id after this one, for a second one in the same moment: what was made later sorts later. */
export function idAfter(id: string): string {
  const chars = [...id];
  for (let at = TIME_CHARS + RANDOM_CHARS - 1; at >= 0; at--) {
    const next = ALPHABET[ALPHABET.indexOf(chars[at] ?? '') + 1];
    chars[at] = next ?? '0';
    if (next !== undefined) break;
  }
  return chars.join('');
}

/** The shard in which an id was made. */
export function shardOfId(id: string): number {
  return Math.max(0, ALPHABET.indexOf(id.at(-1) ?? ''));
}

/** The lowest id that can be made at `at`: the bound for a range of ids by time. */
export function idAtTime(at: EpochMs): string {
  let rest = Math.min(LATEST, Math.max(0, Math.floor(at)));
  let time = '';
  for (let i = 0; i < TIME_CHARS; i++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + '0'.repeat(RANDOM_CHARS + 1);
}
