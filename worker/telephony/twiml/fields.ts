import type { WebhookRequest } from '../provider.ts';
import { queryOf } from './signature.ts';

/** The value of one of Twilio's parameters by its name. */
export type TwilioFields = (name: string) => string | undefined;

/** A form in the body; with GET the query; JSON where the URL carries the body's hash. */
export function readTwilioFields(request: WebhookRequest): TwilioFields | undefined {
  const hashed = request.method === 'POST' && queryOf(request.url).has('bodySHA256');
  return hashed ? jsonFields(request.body) : formFields(request);
}

export function formFields({ method, url, body }: WebhookRequest): TwilioFields {
  const form = method === 'POST' ? new URLSearchParams(body) : queryOf(url);
  return (name) => form.get(name) ?? undefined;
}

/** Undefined where the body is no JSON object. */
export function jsonFields(body: string): TwilioFields | undefined {
  try {
    const json: unknown = JSON.parse(body);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const values = new Map(Object.entries(json));
    return (name) => {
      const value: unknown = values.get(name);
      return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
    };
  } catch {
    return undefined; // Whatever it is, it is not what Twilio sends.
  }
}
