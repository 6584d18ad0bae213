import type { WebhookRequest } from './provider.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The query of a URL that may be no valid one: signatures are checked on what was configured, verbatim. */
export function queryOf(url: string): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start === -1 ? '' : url.slice(start + 1).replace(/#.*$/s, ''));
}

/** The form in the body; with GET the query. */
export function formOf({ method, url, body }: WebhookRequest): URLSearchParams {
  return method === 'POST' ? new URLSearchParams(body) : queryOf(url);
}

/** The JSON object that a text is; undefined for any other text, which is not what providers send. */
export function readJsonObject(text: string): JsonObject | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
