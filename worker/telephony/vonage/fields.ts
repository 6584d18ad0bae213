import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { type EventTime, timeOr } from '../event-time.ts';
import { withPlus } from '../phone-number.ts';
import type { WebhookRequest } from '../provider.ts';
import { isJsonObject, queryOf, readJsonObject } from '../request-fields.ts';

/** The value of one of Vonage's fields by its name; of one within another as `dtmf.digits`. */
export type VonageFields = (name: string) => string | undefined;

/** JSON in the body; with GET, which is the default of answer webhooks, the query. */
export function readVonageFields(request: WebhookRequest): VonageFields | undefined {
  if (request.method === 'GET') {
    const query = queryOf(request.url);
    return (name) => query.get(name) ?? undefined;
  }
  const json = readJsonObject(request.body);
  if (json === undefined) return undefined;
  return (name) => {
    const value = name.split('.').reduce(member, json);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
}

function member(json: unknown, name: string): unknown {
  return isJsonObject(json) && Object.hasOwn(json, name) ? json[name] : undefined;
}

/**
 * No field tells of a forwarding number, the caller's place or attestation. Numbers have their country code but no plus.
 * https://developer.vonage.com/en/voice/voice-api/guides/numbers
 */
export function parties(field: VonageFields, country: string) {
  const [to, from] = [withPlus(field('to')), withPlus(field('from'))];
  return callParties({ to, from, forwardedFrom: undefined }, country);
}

/** `timestamp` is ISO 8601, e.g. `2020-01-01T12:00:00.000Z`. */
export function time(field: VonageFields, now: EpochMs): EventTime {
  return timeOr(readTime(field('timestamp')), now);
}

export function readTime(stamp: string | undefined): EpochMs | undefined {
  const at = ISO_8601.test(stamp ?? '') ? Date.parse(stamp ?? '') : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

const ISO_8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
