import { z } from '@hono/zod-openapi';
import { isSupportedCountry } from 'libphonenumber-js/min';
import { MOST_SHARDS } from '../domain/ids.ts';
import { MAX_POOL_NUMBERS } from '../domain/site-definition.ts';
import { USUAL_SNIPPET } from '../domain/snippet-options.ts';
import { USUAL_SPAM_THRESHOLD } from '../domain/spam/judge-spam.ts';
import { e164 } from './e164-schema.ts';
import { flowSchema } from './flow-schema.ts';

const origin = z
  .string()
  .regex(
    /^https?:\/\/(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/,
    'an origin in lower case without a path: https://example.com or https://*.example.com',
  )
  .openapi({ example: 'https://www.example.com' });

const name = z.string().trim().min(1).max(100);
const match = z.string().trim().min(1).max(200).nullable().default(null);

const holdSeconds = z.number().int().min(60).max(86_400).openapi({
  description: 'How long a number stays with a visitor who has left',
});
const paused = z.boolean().openapi({
  description: 'Nothing is leased anew; what is leased goes on',
});
const share = z.boolean().openapi({
  description: 'Whether a visitor is shown a number of somebody else’s when every one is held',
});
const fallback = e164.nullable().openapi({
  description: 'Static number to show when the pool has none to give; null: the page keeps its own',
});
const prefer = z.enum(['visitor', 'target']).nullable().openapi({
  description: 'Whose area numbers should be of, as far as any are free; null: any area',
});
const networkShare = z.number().nullable().openapi({
  description:
    'Share of the pool that visitors of one network may hold, above 0 and up to 1; null: a quarter, and at least a few',
});

const poolSchema = z.strictObject({
  name,
  holdSeconds: holdSeconds.default(300),
  numbers: z.array(e164).readonly(),
  paused: paused.default(false),
  share: share.default(true),
  fallback: fallback.default(null),
  prefer: prefer.default(null),
  networkShare: networkShare.default(null),
});

/** `PATCH` of a pool: what is not named stays. */
export const poolSettingsSchema = z
  .strictObject({ holdSeconds, paused, share, fallback, prefer, networkShare })
  .partial()
  .openapi('PoolSettings');

/** Numbers to add to a pool or remove from it. */
export const poolNumbersSchema = z
  .strictObject({ numbers: z.array(e164).min(1).max(MAX_POOL_NUMBERS).readonly() })
  .openapi('PoolNumbers');

const snippetSchema = z.strictObject({
  title: z
    .boolean()
    .default(USUAL_SNIPPET.title)
    .openapi({ description: 'Whether numbers in the title of the page are swapped too' }),
  within: z.string().trim().min(1).max(512).nullable().default(USUAL_SNIPPET.within).openapi({
    example: 'header, .contact',
    description: 'CSS selector of the parts of the page to swap in; null: everywhere',
  }),
  forms: z
    .array(z.string().trim().min(1).max(64))
    .max(32)
    .readonly()
    .default(USUAL_SNIPPET.forms)
    .openapi({ description: 'Names of the form fields to record with a submission' }),
  health: z.number().min(0).max(1).default(USUAL_SNIPPET.health).openapi({
    description: 'Share of page views that report how swapping went, 0 to 1',
  }),
});

/**
 * What the owner describes a site by: `PUT /api/v1/sites/{key}` replaces it whole, `GET` gives it back in
 * the same shape. Strict, since a misspelt name would erase what it was meant to keep.
 */
export const siteSchema = z
  .strictObject({
    name,
    origins: z.array(origin).max(100).readonly(),
    country: z
      .string()
      .refine(
        (country): boolean => isSupportedCountry(country),
        'an ISO 3166 country code in capitals',
      )
      .openapi({ example: 'FR', description: 'Where national numbers are dialled from' }),
    consent: z
      .enum(['off', 'required', 'tcf', 'google'])
      .default('off')
      .openapi({
        description:
          "Who asks visitors for consent: nobody; the page, by `ringtrace('consent', …)`; its IAB TCF " +
          'banner; Google Consent Mode. In all but the first nothing is kept of a visitor before a yes',
      }),
    honourGpc: z
      .boolean()
      .default(true)
      .openapi({ description: 'Whether Global Privacy Control counts as denied' }),
    snippet: snippetSchema.prefault({}),
    shards: z.number().int().min(1).max(MOST_SHARDS).default(1).openapi({
      description:
        'Objects among which the numbers are dealt out; more than one only for big sites',
    }),
    quarantineDays: z.number().int().min(0).max(365).default(30).openapi({
      description: 'Days for which a number that was removed goes on being matched',
    }),
    pools: z.array(poolSchema).readonly().default([]),
    targets: z
      .array(
        z.strictObject({
          number: e164,
          label: z.string().max(100).default(''),
          forwardTo: e164.optional(),
          pool: name.nullable().default(null),
        }),
      )
      .min(1)
      .max(50)
      .readonly(),
    staticNumbers: z
      .array(
        z.strictObject({
          number: e164,
          target: e164,
          label: z.string().max(100).default(''),
          source: match,
          medium: match,
          campaign: match,
        }),
      )
      .max(1_000)
      .readonly()
      .default([]),
    textNumbers: z.array(e164).max(MAX_POOL_NUMBERS).readonly().default([]).openapi({
      description: 'Tracking numbers that take text messages: links to text are led to these alone',
    }),
    messages: z
      .strictObject({
        forwardTo: e164.openapi({ description: 'Phone that text messages are sent on to' }),
      })
      .nullable()
      .default(null)
      .openapi({ description: 'What happens to text messages; null: they are kept, and no more' }),
    flows: z.array(flowSchema).max(100).readonly().default([]).openapi({
      description: 'What happens to calls; those to a number that none is for are forwarded',
    }),
    spamThreshold: z.number().gt(0).max(1).nullable().default(USUAL_SPAM_THRESHOLD).openapi({
      description:
        'Score from which a call is suspected of spam, above 0 and up to 1; null: none is',
    }),
    version: z
      .number()
      .optional()
      .openapi({ description: 'Counts what was published; as GET gives it, and ignored by PUT' }),
  })
  .openapi('Site');

export const siteKeySchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes');

export const credentialsSchema = z
  .object({
    secrets: z
      .array(z.string().min(1).max(1_024))
      .max(5)
      .openapi({
        description:
          'All that are to be accepted: during a rotation the old and the new, the new one last. Of bandwidth and ' +
          'freeswitch, which sign nothing: `user:password`, or a key of 32 or more hex digits that stands in the ' +
          'address (`/v1/calls/{provider}/{site}/k/{key}`); generic takes these, too',
      }),
  })
  .openapi('Credentials');

export const providerKeysSchema = z
  .object({
    keys: z
      .array(z.string().min(1).max(4_096))
      .max(5)
      .openapi({
        description:
          'Tried one after the other. Of bandwidth: `user:password` of an API user; of signalwire: ' +
          '`PROJECT-ID:API-TOKEN`; of telnyx: an API key; of vonage: the application’s id, a colon, and its private key',
      }),
  })
  .openapi('ProviderKeys');

export const apiKeySchema = z
  .object({
    id: z.string().openapi({ description: 'Names the key without giving it away' }),
    name: z.string(),
    createdAt: z.number().openapi({ description: 'Epoch milliseconds' }),
    revokedAt: z
      .number()
      .nullable()
      .openapi({ description: 'Epoch milliseconds; null while it works' }),
  })
  .openapi('ApiKey');
