/** What a derived key is for; no key serves two purposes or two sites. */
export type KeyPurpose =
  | 'id-signature'
  | 'caller-hash'
  | 'caller-name'
  | 'network-hash'
  | 'caller-seal'
  | 'text-seal'
  | 'credential-seal'
  | 'webhook-seal';

const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 } as const;
const AES = { name: 'AES-GCM', length: 256 } as const;

/** Derives and keeps the keys of each site, all from the one master secret (HKDF, RFC 5869). */
export class Keyring {
  readonly #master: Promise<CryptoKey>;
  readonly #keys = new Map<string, Promise<CryptoKey>>();

  constructor(masterSecret: string) {
    const bytes = new TextEncoder().encode(masterSecret);
    this.#master = crypto.subtle.importKey('raw', bytes, 'HKDF', false, ['deriveKey']);
  }

  signing(
    purpose: 'id-signature' | 'caller-hash' | 'caller-name' | 'network-hash',
    siteId: string,
  ): Promise<CryptoKey> {
    return this.#derive(purpose, siteId, HMAC, ['sign', 'verify']);
  }

  sealing(
    purpose: 'caller-seal' | 'text-seal' | 'credential-seal' | 'webhook-seal',
    siteId: string,
  ): Promise<CryptoKey> {
    return this.#derive(purpose, siteId, AES, ['encrypt', 'decrypt']);
  }

  #derive(
    purpose: KeyPurpose,
    siteId: string,
    algorithm: typeof HMAC | typeof AES,
    usages: string[],
  ): Promise<CryptoKey> {
    const info = `${purpose} ${siteId}`;
    let key = this.#keys.get(info);
    if (key === undefined) {
      key = this.#master.then((master) =>
        crypto.subtle.deriveKey(
          {
            name: 'HKDF',
            hash: 'SHA-256',
            salt: new TextEncoder().encode('ringtrace'),
            info: new TextEncoder().encode(info),
          },
          master,
          algorithm,
          false,
          usages,
        ),
      );
      this.#keys.set(info, key);
    }
    return key;
  }
}
