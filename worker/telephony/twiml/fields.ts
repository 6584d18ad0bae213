import type { WebhookRequest } from '../provider.ts';
import { formOf, queryOf, readJsonObject } from '../request-fields.ts';

/** The value of one of Twilio's parameters by its name. */
export type TwilioFields = (name: string) => string | undefined;

/** A form in the body; with GET the query; JSON where the URL carries the body's hash. */
export function readTwilioFields(request: WebhookRequest): TwilioFields | undefined {
  const hashed = request.method === 'POST' && queryOf(request.url).has('bodySHA256');
  return hashed ? jsonFields(request.body) : formFields(request);
}

export function formFields(request: WebhookRequest): TwilioFields {
  const form = formOf(request);
  return (name) => form.get(name) ?? undefined;
}

/** Undefined where the body is no JSON object. */
export function jsonFields(body: string): TwilioFields | undefined {
  const values = readJsonObject(body);
  if (values === undefined) return undefined;
  return (name) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
}
