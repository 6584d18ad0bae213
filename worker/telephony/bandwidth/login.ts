import { sameText, toBase64 } from '../hmac.ts';
import type { WebhookRequest } from '../provider.ts';

const encoder = new TextEncoder();

type Login = { readonly username: string; readonly password: string };

/** Whether the request shows one of the logins. https://www.rfc-editor.org/rfc/rfc7617 */
export function showsLogin(
  { method, headers }: WebhookRequest,
  secrets: readonly string[],
): boolean {
  if (method !== 'GET' && method !== 'POST') return false;
  const given = /^Basic +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (given === undefined) return false;
  return secrets.some(
    (secret) => readLogin(secret) !== undefined && sameText(given, base64(secret)),
  );
}

/** The login that was listed last, which during a rotation is the new one. */
export function latestLogin(secrets: readonly string[]): Login | undefined {
  return secrets.map(readLogin).findLast((login) => login !== undefined);
}

/** `user:password`, neither of them empty; undefined for what is no login, and so opens nothing. */
function readLogin(secret: string): Login | undefined {
  const [, username, password] = /^([^:\p{Cc}]+):(\P{Cc}+)$/u.exec(secret) ?? [];
  return username === undefined || password === undefined ? undefined : { username, password };
}

function base64(text: string): string {
  return toBase64(encoder.encode(text));
}
