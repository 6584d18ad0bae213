import { z } from '@hono/zod-openapi';
import { CALL_OUTCOMES } from '../domain/calls/call-event.ts';
import { DEVICES } from '../domain/visits/device.ts';

/** Shapes of the read API. Times are epoch milliseconds, durations seconds, confidence 0 to 1. */

const at = z.number().openapi({ description: 'Epoch milliseconds' });
const seconds = z.number().nullable().openapi({ description: 'Seconds' });
const textOrNull = z.string().nullable();
const grade = z.enum(['own', 'shared', 'source', 'fallback', 'none']);

const device = z
  .enum(DEVICES)
  .nullable()
  .openapi({ description: 'What the visit was made on; null where it cannot be told' });

/** What is told of a session with what it led to. */
const visit = {
  channel: z.string(),
  source: z.string(),
  medium: z.string(),
  campaign: textOrNull,
  term: textOrNull,
  content: textOrNull,
  gclid: textOrNull,
  clickIds: z.record(z.string(), z.string()),
  referrer: textOrNull,
  landingPage: z.string(),
  device,
};

/** Whether a call is taken for spam. */
export const spamSchema = z
  .object({
    score: z.number().openapi({ description: '0 to 1; 0 or 1 where the owner has said' }),
    suspected: z.boolean().openapi({
      description: 'By the score and the site’s `spamThreshold`, else by what was said',
    }),
    reasons: z.array(z.string()),
    marked: z
      .boolean()
      .nullable()
      .openapi({ description: 'What the owner said of this very call; null: nothing' }),
    blocked: z
      .boolean()
      .openapi({ description: 'Whether further calls of the caller are turned away' }),
  })
  .openapi('Spam');
const match = z.object({
  session: textOrNull,
  band: z.enum(['certain', 'high', 'ambiguous', 'source', 'unattributed']),
  confidence: z.number(),
  reasons: z.array(z.string()),
  candidates: z
    .array(
      z.object({
        session: z.string(),
        source: textOrNull.openapi({
          description: 'Source and medium; null for calls of long ago',
        }),
        device,
        probability: z.number(),
      }),
    )
    .openapi({ description: 'Sessions that may explain it, likeliest first' }),
});
const evidence = match.extend({
  noVisit: z
    .number()
    .nullable()
    .openapi({ description: 'How likely no visit caused the call; null for calls of long ago' }),
});
export const callMatchSchema = evidence
  .extend({
    correction: z
      .object({
        session: textOrNull.openapi({ description: 'Null: no visit caused the call' }),
        at,
        evidence,
      })
      .nullable()
      .openapi({
        description:
          'What the owner says of who called, which is what is told, and what the evidence says; null: nothing',
      }),
    history: z
      .array(
        z.object({
          session: textOrNull,
          band: match.shape.band,
          confidence: z.number(),
          until: z.number().openapi({ description: 'When it was changed, epoch milliseconds' }),
          because: z.string(),
        }),
      )
      .openapi({ description: 'What was told of the call before, the latest last' }),
  })
  .openapi('CallMatch');

const staticSource = z
  .object({
    label: z.string(),
    source: textOrNull,
    medium: textOrNull,
    campaign: textOrNull,
  })
  .nullable()
  .openapi({ description: 'What the number stands for, where it is a static one' });

export const messageSchema = z
  .object({
    id: z.string(),
    provider: z.string(),
    providerMessageId: z.string(),
    number: z.string().openapi({ description: 'Tracking number it was sent to' }),
    sender: textOrNull.openapi({ description: 'Null where it is no telephone number' }),
    at,
    text: textOrNull.openapi({
      description: 'Null where it cannot be read with today’s RINGTRACE_SECRET',
    }),
    media: z.number().openapi({ description: 'Files that came with it; the provider has them' }),
    match,
    session: z.object(visit).nullable(),
    staticSource,
  })
  .openapi('Message');

export const callSchema = z
  .object({
    id: z.string(),
    provider: z.string(),
    providerCallId: z.string(),
    number: textOrNull.openapi({ description: 'Tracking number dialled' }),
    caller: textOrNull.openapi({ description: 'Null where withheld' }),
    forwardedFrom: textOrNull,
    startedAt: at,
    answeredAt: at.nullable(),
    endedAt: at.nullable(),
    outcome: z
      .enum(CALL_OUTCOMES)
      .nullable()
      .openapi({ description: 'Null while the call goes on, and where its end never came' }),
    ringSeconds: seconds.openapi({ description: 'While a phone of the business rang' }),
    waitSeconds: seconds.openapi({ description: 'From the start of the call, menu and all' }),
    talkSeconds: seconds,
    totalSeconds: seconds,
    firstTime: z.boolean().nullable().openapi({
      description: 'Whether the caller had never rung the site before; null where withheld',
    }),
    callerPlace: z
      .object({ city: textOrNull, region: textOrNull, country: textOrNull })
      .openapi({ description: 'As the provider says, else by the area code' }),
    attestation: z
      .enum(['A', 'B', 'C', 'failed'])
      .nullable()
      .openapi({ description: 'STIR/SHAKEN: how far the carrier vouches for the number' }),
    recordings: z.array(
      z.object({
        of: z.enum(['call', 'voicemail']),
        seconds: z.number().nullable(),
        path: z.string().openapi({ description: 'Where to get it, with the same API key' }),
      }),
    ),
    spam: spamSchema,
    match: callMatchSchema,
    session: z.object(visit).nullable(),
    staticSource,
  })
  .openapi('Call');

export const sessionSchema = z
  .object({
    id: z.string(),
    visitor: z.string(),
    startedAt: at,
    lastSeenAt: at,
    grade,
    ...visit,
    campaignId: textOrNull,
    country: textOrNull,
    region: textOrNull,
    journey: z.array(z.object({ id: z.string(), at, type: z.string() }).loose()),
  })
  .openapi('Session');

export const leaseSchema = z
  .object({
    id: z.string(),
    number: z.string(),
    target: z.string(),
    pool: z.string(),
    session: z.string(),
    grade,
    startedAt: at,
    lastSeenAt: at,
    endedAt: at.nullable().openapi({ description: 'Null while the number is with the session' }),
  })
  .openapi('Lease');
