import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import { toBase64Url } from './base64url.ts';
import type { Keyring } from './keyring.ts';
import { seal, unseal } from './seal.ts';

const encoder = new TextEncoder();

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
  const hash = await crypto.subtle.sign('HMAC', hashing, encoder.encode(caller));
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

/** Bytes that tell the callers of one site apart. */
const NAME_BYTES = 9;

/** What a caller goes by in data that leaves the system: by it nobody is found here. @param hash as in `SealedCaller`. */
export async function nameOfCaller(
  keyring: Keyring,
  siteId: string,
  hash: string,
): Promise<string> {
  const naming = await keyring.signing('caller-name', siteId);
  const name = await crypto.subtle.sign('HMAC', naming, encoder.encode(hash));
  return toBase64Url(new Uint8Array(name).slice(0, NAME_BYTES));
}
