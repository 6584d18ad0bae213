import { z } from '@hono/zod-openapi';
import { USUAL_RING } from '../domain/flows/flow.ts';
import { e164 } from './e164-schema.ts';

const text = z.string().trim().min(1).max(1_000);
const time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time such as 09:00, or 24:00');

const speech = z
  .union([
    z.strictObject({
      say: text,
      language: z
        .string()
        .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'a language such as fr-FR')
        .default('en-US'),
    }),
    z.strictObject({ play: z.url({ protocol: /^https$/ }).max(2_048) }),
  ])
  .openapi('Speech', { example: { say: 'Welcome.', language: 'en-US' } });

const phone = z.strictObject({
  to: z
    .union([
      e164,
      z.string().regex(/^sips?:[^\s@]+@[^\s@]+$/, 'a SIP URI such as sip:desk@pbx.example'),
    ])
    .openapi({ example: '+33199001234', description: 'E.164 or a SIP URI' }),
  weight: z.number().positive().max(1_000).default(1),
});

const ring = z
  .strictObject({
    phones: z.array(phone).max(10).readonly().default([]).openapi({
      description: 'Empty: where the target forwards to',
    }),
    how: z.enum(['in order', 'at once', 'by weight']).default(USUAL_RING.how),
    ringSeconds: z.number().int().min(5).max(120).default(USUAL_RING.ringSeconds),
    callerId: z.enum(['caller', 'tracking']).default(USUAL_RING.callerId),
    whisper: speech.nullable().default(null).openapi({
      description: 'Said to whoever picks up; `{source}` stands for the source of the call',
    }),
  })
  .openapi('Ring');

const hours = z.strictObject({
  timeZone: z.string().min(1).max(64).openapi({ example: 'Europe/Paris' }),
  open: z
    .array(
      z.strictObject({
        days: z
          .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
          .min(1)
          .readonly(),
        from: time,
        to: time,
      }),
    )
    .max(50)
    .readonly(),
  holidays: z
    .array(z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a date such as 2026-12-25'))
    .max(400)
    .readonly()
    .default([]),
  closed: speech.nullable().default(null),
  ring: ring.nullable().default(null),
});

const menu = z.strictObject({
  prompt: speech,
  waitSeconds: z.number().int().min(1).max(60).default(5),
  choices: z.record(z.string().regex(/^[\d*#]$/, 'a key: 0 to 9, * or #'), ring),
});

/** What happens to calls; in the order in which it stands here. */
export const flowSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    numbers: z.array(e164).min(1).max(1_000).readonly().openapi({
      description: 'Targets or tracking numbers; what is for a tracking number comes first',
    }),
    blocked: z
      .array(z.string().regex(/^\+[1-9]\d{1,14}\*?$/, 'a number in E.164, or its beginning and *'))
      .max(1_000)
      .readonly()
      .default([]),
    challenge: z
      .strictObject({ prompt: speech, waitSeconds: z.number().int().min(1).max(60).default(5) })
      .nullable()
      .default(null)
      .openapi({
        description:
          'Asked of callers suspected of spam; `{key}` in the words stands for the key to press, any will do without',
      }),
    hours: hours.nullable().default(null),
    greeting: speech.nullable().default(null),
    record: z
      .strictObject({
        notice: speech,
        exceptFrom: z
          .array(z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166 country code'))
          .readonly()
          .default([]),
      })
      .nullable()
      .default(null),
    menu: menu.nullable().default(null),
    ring: ring.prefault({}),
    fallback: e164.nullable().default(null),
    voicemail: z
      .strictObject({ prompt: speech, maxSeconds: z.number().int().min(5).max(600).default(120) })
      .nullable()
      .default(null),
  })
  .openapi('Flow');
