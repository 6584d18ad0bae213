import { z } from '@hono/zod-openapi';
import { TRACKING_PARAMETERS } from '../../snippet/contract/tracking-parameters.ts';
import { WIRE_VERSION } from '../../snippet/contract/wire.ts';

/** Longest text kept of one value; the rest is cut, since a long value is odd but no reason to lose a visit. */
const TEXT_LIMIT = 512;
const URL_LIMIT = 2_048;

/** Longest name of one value of a form or a custom event. */
const KEY_LIMIT = 64;

/** Text from a page: control characters become spaces, the rest stays as it came, and is cut to its limit. */
const text = (limit: number) =>
  z.string().transform((value) => cut(value.replace(/[\p{Cc}\p{Cs}]+/gu, ' ').trim(), limit));

/** Never half of a surrogate pair. */
function cut(value: string, limit: number): string {
  return value.length <= limit ? value : value.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
}

/** An id is compared, so it is refused rather than changed. */
const id = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'control characters or halves of surrogate pairs');
const signedId = z.string().max(256).nullable().default(null);
const version = z.literal(WIRE_VERSION);
const siteKey = z.string().min(1).max(64);

/** A value that is empty or null says nothing, and is dropped. */
const touch = z
  .object({
    referrer: text(URL_LIMIT).nullish(),
    ...Object.fromEntries(TRACKING_PARAMETERS.map((name) => [name, text(TEXT_LIMIT).nullish()])),
  })
  .transform((values) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
  );

/** Origin and path; a query string or fragment that came along all the same is not kept. */
const pageUrl = text(URL_LIMIT).transform((url) => url.replace(/[?#].*$/s, ''));

export const visitSchema = z
  .object({
    v: version,
    site: siteKey,
    view: id.nullish(),
    visitor: signedId,
    session: signedId,
    consent: z.enum(['granted', 'denied', 'unknown']),
    page: z.object({ url: pageUrl, title: text(TEXT_LIMIT).optional() }),
    touch,
  })
  .openapi('Visit');

const event = { id, ageMs: z.number().finite().min(0) };
const name = text(TEXT_LIMIT);
const record = <V extends z.ZodType>(value: V) =>
  z
    .record(text(KEY_LIMIT), value)
    .refine((fields) => Object.keys(fields).length <= 32, 'at most 32 fields');

/** What the page's author tells of an event or a person. */
const told = record(z.union([text(TEXT_LIMIT), z.number(), z.boolean()]));

export const eventsSchema = z
  .object({
    v: version,
    site: siteKey,
    visitor: signedId,
    session: signedId,
    events: z
      .array(
        z.discriminatedUnion('type', [
          z.object({ ...event, type: z.literal('renew') }),
          z.object({ ...event, type: z.literal('leave') }),
          z.object({
            ...event,
            type: z.literal('page'),
            url: pageUrl,
            title: text(TEXT_LIMIT).optional(),
          }),
          z.object({ ...event, type: z.literal('tap'), number: text(32) }),
          z.object({
            ...event,
            type: z.literal('form'),
            name,
            fields: record(text(TEXT_LIMIT)).optional(),
          }),
          z.object({
            ...event,
            type: z.literal('custom'),
            name,
            data: told.optional(),
          }),
          z.object({ ...event, type: z.literal('identify'), traits: told }),
        ]),
      )
      .min(1)
      .max(50),
  })
  .openapi('Events');

const numberForms = z.object({
  e164: z.string(),
  national: z.string(),
  international: z.string(),
});

export const visitReplySchema = z
  .object({
    v: version,
    visitor: z.string().nullable(),
    session: z.string().nullable(),
    renewAfter: z.number().openapi({ description: 'Seconds' }),
    renewed: z.object({ renewAfter: z.number(), validFor: z.number() }).nullable().openapi({
      description:
        'Seconds that hold for every leased number from the first acknowledged renewal on; null where none is leased',
    }),
    swaps: z.array(
      z.object({
        target: z.string(),
        kind: z.enum(['pool', 'static']),
        grade: z.enum(['own', 'shared', 'source', 'fallback', 'none']),
        validFor: z.number().openapi({ description: 'Seconds from receipt' }),
        number: numberForms,
        variants: z.array(z.tuple([z.string(), z.string()])),
        texts: z.literal(true).optional().openapi({
          description: 'The number takes text messages; left out where it does not',
        }),
      }),
    ),
  })
  .openapi('VisitReply');
