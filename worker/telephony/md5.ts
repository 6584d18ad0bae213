const SHIFTS = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;
/** What each round mixes of the state, and which word of the block it takes at its step. */
const ROUNDS = [
  { mix: (b: number, c: number, d: number) => (b & c) | (~b & d), word: (step: number) => step },
  {
    mix: (b: number, c: number, d: number) => (d & b) | (~d & c),
    word: (step: number) => 5 * step + 1,
  },
  { mix: (b: number, c: number, d: number) => b ^ c ^ d, word: (step: number) => 3 * step + 5 },
  { mix: (b: number, c: number, d: number) => c ^ (b | ~d), word: (step: number) => 7 * step },
] as const;
const SINES = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/**
 * MD5, for providers whose signatures cover it. It protects nothing by itself: whoever can choose a text
 * can make two with the same. Web Crypto has it in Workers alone.
 *
 * https://www.rfc-editor.org/rfc/rfc1321
 */
export function md5(bytes: Uint8Array): Uint8Array {
  const words = padded(bytes);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let start = 0; start < words.length; start += 16) {
    const block = words.subarray(start, start + 16);
    addBlock(state, block);
  }
  const digest = new DataView(new ArrayBuffer(16));
  for (const [i, word] of state.entries()) digest.setUint32(4 * i, word, true);
  return new Uint8Array(digest.buffer);
}

function addBlock(state: number[], block: Uint32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (const [i, sine] of SINES.entries()) {
    const round = i >> 4;
    const { mix, word } = ROUNDS[round as 0];
    const shift = SHIFTS[round]?.[i & 3] ?? 0;
    const sum = (a + mix(b, c, d) + sine + (block[word(i) & 15] ?? 0)) | 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  for (const [i, added] of [a, b, c, d].entries()) state[i] = ((state[i] ?? 0) + added) | 0;
}

/** The text, a one bit, zeros, and the length in bits, in whole blocks of 16 little-endian words. */
function padded(bytes: Uint8Array): Uint32Array {
  const view = new DataView(new ArrayBuffer(64 * Math.ceil((bytes.length + 9) / 64)));
  new Uint8Array(view.buffer).set(bytes);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(view.byteLength - 8, BigInt(bytes.length) * 8n, true);
  return Uint32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getUint32(4 * i, true));
}
