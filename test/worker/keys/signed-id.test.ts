import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keyring } from '../../../worker/keys/keyring.ts';
import { makeId } from '../../../worker/keys/make-id.ts';
import { readSignedId, signId } from '../../../worker/keys/signed-id.ts';

const keyring = new Keyring('the-master-secret-of-one-deployment');
const SITE = 'site-a';
const NOW = 1_764_079_200_000;
const ids = fc.nat(1_000_000).map((later) => makeId(NOW + later));
const characters = fc.constantFrom(
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.+/= ',
);

const sign = (id: string) => signId(keyring, SITE, 'visitor', id);
const read = (signed: string | null) => readSignedId(keyring, SITE, 'visitor', signed);

describe('a signed id', () => {
  it('is read back as the bare id', async () => {
    await fc.assert(
      fc.asyncProperty(ids, async (id) => {
        expect(await read(await sign(id))).toBe(id);
      }),
    );
  });

  it('is refused with any one character changed', async () => {
    const tampered = fc.tuple(ids, fc.nat(), characters);
    await fc.assert(
      fc.asyncProperty(tampered, async ([id, position, character]) => {
        const signed = await sign(id);
        const at = position % signed.length;
        fc.pre(signed[at] !== character);
        expect(await read(signed.slice(0, at) + character + signed.slice(at + 1))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with another last character that decodes to the same bytes', async () => {
    const signed = await sign(makeId(NOW));
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => signed.slice(0, -1) + last)
      .filter((other) => other !== signed);
    const accepted = await Promise.all(others.map(read));
    expect(accepted.filter((id) => id !== null)).toEqual([]);
  });

  it('is refused with a character missing or one too many', async () => {
    const signed = await sign(makeId(NOW));
    const changed = [signed.slice(0, -1), `${signed}A`, `0${signed}`, signed.slice(1)];
    expect(await Promise.all(changed.map(read))).toEqual([null, null, null, null]);
  });

  it('is refused as an id of another kind', async () => {
    const signed = await sign(makeId(NOW));
    expect(await readSignedId(keyring, SITE, 'session', signed)).toBeNull();
  });

  it('is refused by another site', async () => {
    const signed = await sign(makeId(NOW));
    expect(await readSignedId(keyring, 'site-b', 'visitor', signed)).toBeNull();
  });

  it('is refused by a deployment with another secret', async () => {
    const signed = await sign(makeId(NOW));
    const other = new Keyring('the-master-secret-of-another-deployment');
    expect(await readSignedId(other, SITE, 'visitor', signed)).toBeNull();
  });

  it('is read back by the same secret after a restart', async () => {
    const id = makeId(NOW);
    const restarted = new Keyring('the-master-secret-of-one-deployment');
    expect(await readSignedId(restarted, SITE, 'visitor', await sign(id))).toBe(id);
  });

  it('is null where there is none', async () => {
    expect(await read(null)).toBeNull();
  });

  it('is null for whatever else is sent', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await read(text)).toBeNull();
      }),
    );
  });
});

describe('a new id', () => {
  it('sorts by the time of its making', () => {
    expect(makeId(NOW) < makeId(NOW + 1)).toBe(true);
  });

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 1_000 }, () => makeId(NOW))).size).toBe(1_000);
  });
});
