import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { toBase64Url } from './base64url.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './seal.ts';

/** A caller's number as it may be stored. */
export async function sealCaller(
  keyring: Keyring,
  siteId: string,
  caller: string,
): Promise<SealedCaller> {
  return {
    hash: await hashCaller(keyring, siteId, caller),
    sealed: await seal(await keyring.sealing('caller-seal', siteId), caller),
  };
}

/** By which a caller is found again, within one site. */
export async function hashCaller(
  keyring: Keyring,
  siteId: string,
  caller: string,
): Promise<string> {
  const hashing = await keyring.signing('caller-hash', siteId);
  const hash = await crypto.subtle.sign('HMAC', hashing, new TextEncoder().encode(caller));
  return toBase64Url(new Uint8Array(hash));
}

/** The number for display; null where it was withheld or cannot be read with today's secret. */
export async function unsealCaller(
  keyring: Keyring,
  siteId: string,
  sealed: string | null,
): Promise<string | null> {
  if (sealed === null) return null;
  return (await unseal(await keyring.sealing('caller-seal', siteId), sealed)) ?? null;
}
