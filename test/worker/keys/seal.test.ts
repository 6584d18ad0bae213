import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashApiKey, newApiKey, sameSecret } from '../../../worker/keys/api-key.ts';
import { fromBase64Url, toBase64Url } from '../../../worker/keys/base64url.ts';
import { sealCaller, unsealCaller } from '../../../worker/keys/caller.ts';
import { Keyring } from '../../../worker/keys/keyring.ts';
import { seal, unseal } from '../../../worker/keys/seal.ts';

const keyring = new Keyring('the-master-secret-of-one-deployment');
const CALLER = '+33639980001';
const texts = fc.string({ unit: 'grapheme' });

describe('a sealed text', () => {
  it('is read back', async () => {
    const key = await keyring.sealing('credential-seal', 'site-a');
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await unseal(key, await seal(key, text))).toBe(text);
      }),
    );
  });

  it('is another each time', async () => {
    const key = await keyring.sealing('credential-seal', 'site-a');
    expect(await seal(key, 'secret')).not.toBe(await seal(key, 'secret'));
  });

  it('is not read with a key for another purpose', async () => {
    const sealed = await seal(await keyring.sealing('credential-seal', 'site-a'), 'secret');
    expect(await unseal(await keyring.sealing('caller-seal', 'site-a'), sealed)).toBeUndefined();
  });

  it('is not read once tampered with', async () => {
    const key = await keyring.sealing('credential-seal', 'site-a');
    const sealed = await seal(key, 'secret');
    const tampered = sealed.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    expect(await unseal(key, tampered)).toBeUndefined();
  });

  it('is not read from whatever else stands there', async () => {
    const key = await keyring.sealing('credential-seal', 'site-a');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        expect(await unseal(key, text)).toBeUndefined();
      }),
    );
  });
});

describe("a caller's number", () => {
  it('is read back for display', async () => {
    const { sealed } = await sealCaller(keyring, 'site-a', CALLER);
    expect(await unsealCaller(keyring, 'site-a', sealed)).toBe(CALLER);
  });

  it('is recognised by its hash', async () => {
    const first = await sealCaller(keyring, 'site-a', CALLER);
    const second = await sealCaller(keyring, 'site-a', CALLER);
    expect(second.hash).toBe(first.hash);
  });

  it('has another hash for another caller', async () => {
    const one = await sealCaller(keyring, 'site-a', CALLER);
    const other = await sealCaller(keyring, 'site-a', '+33639980002');
    expect(other.hash).not.toBe(one.hash);
  });

  it('has another hash on another site', async () => {
    const here = await sealCaller(keyring, 'site-a', CALLER);
    const there = await sealCaller(keyring, 'site-b', CALLER);
    expect(there.hash).not.toBe(here.hash);
  });

  it('is not read by another site', async () => {
    const { sealed } = await sealCaller(keyring, 'site-a', CALLER);
    expect(await unsealCaller(keyring, 'site-b', sealed)).toBeNull();
  });

  it('stands nowhere in its sealed form', async () => {
    expect(JSON.stringify(await sealCaller(keyring, 'site-a', CALLER))).not.toContain('639980001');
  });

  it('is null where it was withheld', async () => {
    expect(await unsealCaller(keyring, 'site-a', null)).toBeNull();
  });
});

describe('an API key', () => {
  it('is long and begins so that scanners of secrets find it', () => {
    expect(newApiKey()).toMatch(/^rt_[\w-]{32}$/);
  });

  it('has the same hash each time', async () => {
    const key = newApiKey();
    expect(await hashApiKey(key)).toBe(await hashApiKey(key));
  });
});

describe('secrets', () => {
  it('are the same when equal', async () => {
    expect(await sameSecret('secret', 'secret')).toBe(true);
  });

  it('are not when one begins like the other', async () => {
    expect(await sameSecret('secret', 'secret2')).toBe(false);
  });
});

describe('base64 for URLs', () => {
  it('is read back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('needs no escaping', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(toBase64Url(bytes)).toMatch(/^[\w-]*$/);
      }),
    );
  });

  it('is undefined for what is none', () => {
    expect(fromBase64Url('!')).toBeUndefined();
  });
});
