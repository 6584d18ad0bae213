import type { WebhookRequest } from '../provider.ts';
import { queryOf } from './signature.ts';

/** The value of one of Twilio's parameters by its name. */
export type TwilioFields = (name: string) => string | undefined;

/** A form in the body; with GET the query; JSON where the URL carries the body's hash. */
export function readTwilioFields(request: WebhookRequest): TwilioFields | undefined {
  const query = queryOf(request.url);
  if (request.method === 'POST' && query.has('bodySHA256')) return jsonFields(request.body);
  const form = request.method === 'POST' ? new URLSearchParams(request.body) : query;
  return (name) => form.get(name) ?? undefined;
}

function jsonFields(body: string): TwilioFields | undefined {
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
