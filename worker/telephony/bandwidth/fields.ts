import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import type { WebhookRequest } from '../provider.ts';
import { isJsonObject, queryOf, readJsonObject } from '../request-fields.ts';

/** The properties of a webhook; what is not as documented is as if it were missing. */
export type BandwidthFields = {
  text(name: string): string | undefined;
  /** Of a property that is an object itself. */
  inner(name: string, key: string): string | undefined;
  id(name: string): string | undefined;
  time(name: string): EpochMs | undefined;
};

/**
 * JSON; with GET the query. Undefined where the body is no JSON object.
 * https://dev.bandwidth.com/docs/voice/webhooks
 */
export function bandwidthFields({
  method,
  url,
  body,
}: WebhookRequest): BandwidthFields | undefined {
  const values = method === 'POST' ? readJsonObject(body) : Object.fromEntries(queryOf(url));
  if (values === undefined) return undefined;
  const text = (name: string) => textOf(own(values, name));
  return {
    text,
    inner: (name, key) => textOf(own(own(values, name), key)),
    id: (name) => cleanId(text(name)),
    time: (name) => instant(text(name)),
  };
}

function own(value: unknown, name: string): unknown {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** ISO 8601 in UTC; some of the documents' examples leave out the `Z`. */
export function instant(text: string | undefined): EpochMs | undefined {
  const zone = ISO_8601.exec(text ?? '')?.[1];
  if (zone === undefined) return undefined;
  const at = Date.parse(zone === '' ? `${text}Z` : `${text}`);
  return Number.isNaN(at) ? undefined : at;
}

const ISO_8601 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(Z|[+-]\d{2}:\d{2}|)$/;
