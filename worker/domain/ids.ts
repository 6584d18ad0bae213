import type { EpochMs } from './time.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const TIME_CHARS = 10;
const RANDOM_CHARS = 12;
const PLACE_CHARS = 3;
/** What ten characters can say: the year 37648. */
const LATEST: EpochMs = 32 ** TIME_CHARS - 1;

/** Bytes of randomness one id takes. */
export const ID_RANDOM_BYTES = RANDOM_CHARS;

/** Shards that an id can name. */
export const MOST_SHARDS = 32;

/** The place of a number that has none of its own, because there were too many. */
export const NO_PLACE = 32 ** PLACE_CHARS - 1;

/**
 * A ULID in lower case (https://github.com/ulid/spec), so that the order of ids is the order of their
 * making and a primary key needs no index on time beside it: 48 bits of time, 60 bits of randomness, and
 * where whatever it names is found again: the place of its number in the shard, and the shard.
 *
 * @param random at least `ID_RANDOM_BYTES` random bytes.
 */
export function newId(now: EpochMs, random: Uint8Array, place = 0, shard = 0): string {
  let id = idAtTime(now).slice(0, TIME_CHARS);
  for (let i = 0; i < RANDOM_CHARS; i++) id += ALPHABET[(random[i] ?? 0) & 31];
  return id + inBase32(place, PLACE_CHARS) + ALPHABET[shard];
}

/** The id after this one, for a second one in the same moment: what was made later sorts later. */
export function idAfter(id: string, place = placeOfId(id)): string {
  const chars = [...id.slice(0, TIME_CHARS + RANDOM_CHARS)];
  for (let at = chars.length - 1; at >= 0; at--) {
    const next = ALPHABET[ALPHABET.indexOf(chars[at] ?? '') + 1];
    chars[at] = next ?? '0';
    if (next !== undefined) break;
  }
  return chars.join('') + inBase32(place, PLACE_CHARS) + id.slice(-1);
}

/** Whether the id is of a later time than the other, whatever their order within one millisecond. */
export function isOfLaterTime(id: string, other: string): boolean {
  return id.slice(0, TIME_CHARS) > other.slice(0, TIME_CHARS);
}

/** The place, in its shard, of the number for which an id was made; 0 for none. */
export function placeOfId(id: string): number {
  return fromBase32(id.slice(TIME_CHARS + RANDOM_CHARS, -1));
}

/** The shard in which an id was made. */
export function shardOfId(id: string): number {
  return Math.max(0, ALPHABET.indexOf(id.at(-1) ?? ''));
}

/** The millisecond for which an id was made. */
export function timeOfId(id: string): EpochMs {
  return fromBase32(id.slice(0, TIME_CHARS));
}

/** The lowest id that can be made at `at`: the bound for a range of ids by time. */
export function idAtTime(at: EpochMs): string {
  const time = Math.min(LATEST, Math.max(0, Math.floor(at)));
  return inBase32(time, TIME_CHARS) + '0'.repeat(RANDOM_CHARS + PLACE_CHARS + 1);
}

function inBase32(value: number, length: number): string {
  let rest = value;
  let chars = '';
  for (let i = 0; i < length; i++) {
    chars = ALPHABET[rest % 32] + chars;
    rest = Math.floor(rest / 32);
  }
  return chars;
}

function fromBase32(chars: string): number {
  return [...chars].reduce((sum, char) => sum * 32 + Math.max(0, ALPHABET.indexOf(char)), 0);
}
