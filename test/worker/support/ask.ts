import { SELF } from 'cloudflare:test';

/** As in vitest.config.ts. */
export const PUBLIC_URL = 'https://calls.example.com';
export const ADMIN_KEY = 'the-admin-key-of-the-tests';

/** Asks the worker in its local build. */
export function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return SELF.fetch(`${PUBLIC_URL}${path}`, { redirect: 'manual', ...init });
}

export function bearer(key: string): { authorization: string } {
  return { authorization: `Bearer ${key}` };
}

/** As a browser sends what its user typed. */
export function basic(password: string, user = ''): { authorization: string } {
  return { authorization: `Basic ${btoa(`${user}:${password}`)}` };
}

/** What the holder of the deployment's admin key asks. */
export function askAsAdmin(method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { ...bearer(ADMIN_KEY), 'content-type': 'application/json' };
  return ask(path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
}

/** The code and detail of a refusal. */
export async function refusalOf(
  response: Response,
): Promise<{ status: number; code: string; detail?: string }> {
  const { error } = await response.json<{ error: { code: string; detail?: string } }>();
  return {
    status: response.status,
    code: error.code,
    ...(error.detail !== undefined && { detail: error.detail }),
  };
}
