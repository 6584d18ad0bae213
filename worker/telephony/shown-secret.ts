import { sameText, toBase64 } from './hmac.ts';
import type { WebhookRequest } from './provider.ts';

/*
 * Of providers that sign nothing each request shows a secret, which TLS keeps from others: a login
 * (`user:password`, Basic authentication), or a key in the path, for those that can send no login. Which of
 * the two a secret is, its form says.
 */

const encoder = new TextEncoder();

/** 128 bits at least, in digits that no URL writes in another way. */
const KEY = /^[0-9a-f]{32,256}$/;

type Login = { readonly username: string; readonly password: string };

/** Whether the request shows one of the secrets, as a login or as the key in its path. */
export function showsSecret(
  { method, headers, key }: WebhookRequest,
  secrets: readonly string[],
): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  const login = /^Basic +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return secrets
    .map((secret) => shows(login, readLogin(secret) && base64(secret)) || shows(key, keyOf(secret)))
    .includes(true);
}

/** What is wrong with a secret of a provider that can only show it; undefined where it will do. */
export function shownSecretProblem(secret: string): string | undefined {
  if (readLogin(secret) !== undefined || keyOf(secret) !== undefined) return undefined;
  return 'must be user:password, or a key for the address: 32 to 256 of 0-9 and a-f, as `openssl rand -hex 32` makes one';
}

/** The login that was listed last, which during a rotation is the new one. */
export function latestLogin(secrets: readonly string[]): Login | undefined {
  return secrets.map(readLogin).findLast((login) => login !== undefined);
}

/** The header that shows a login. */
export function loginHeader(login: string): string {
  return `Basic ${base64(login)}`;
}

function shows(given: string | undefined, expected: string | undefined): boolean {
  return given !== undefined && expected !== undefined && sameText(given, expected);
}

/** `user:password`, neither of them empty; undefined for what is no login, and so opens nothing. */
function readLogin(secret: string): Login | undefined {
  const [, username, password] = /^([^:\p{Cc}]+):(\P{Cc}+)$/u.exec(secret) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

function keyOf(secret: string): string | undefined {
  return KEY.test(secret) ? secret : undefined;
}

/** As a header has it. https://www.rfc-editor.org/rfc/rfc7617 */
function base64(text: string): string {
  return toBase64(encoder.encode(text));
}
