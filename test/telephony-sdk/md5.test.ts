import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toHex } from '../../worker/telephony/hmac.ts';
import { md5 } from '../../worker/telephony/md5.ts';

// https://www.rfc-editor.org/rfc/rfc1321#appendix-A.5
it.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'],
  ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
])('is that of RFC 1321 for %j', (text, digest) => {
  expect(toHex(md5(new TextEncoder().encode(text)))).toBe(digest);
});

it("is Node's, for any bytes and around the ends of blocks", () => {
  const same = (bytes: Uint8Array): void => {
    expect(toHex(md5(bytes))).toBe(createHash('md5').update(bytes).digest('hex'));
  };
  for (let length = 50; length < 140; length++) same(new Uint8Array(length).fill(length));
  fc.assert(fc.property(fc.uint8Array({ maxLength: 1_000 }), same));
});
