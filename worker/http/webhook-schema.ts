import { z } from '@hono/zod-openapi';
import { EVENT_TYPES } from '../domain/webhooks/event-types.ts';

const url = z.string().max(2_048).openapi({ example: 'https://www.example.com/ringtrace' });
const events = z
  .array(z.enum(EVENT_TYPES))
  .min(1)
  .readonly()
  .openapi({ description: 'What is to be told' });
const includeCaller = z
  .boolean()
  .openapi({ description: 'Whether events name the caller’s number' });
const active = z.boolean().openapi({ description: 'Whether anything is sent' });
const at = z.number().nullable().openapi({ description: 'Epoch milliseconds; null for never' });

/** `POST /api/v1/sites/{key}/webhooks` */
export const newWebhookSchema = z
  .strictObject({
    url,
    events,
    includeCaller: includeCaller.default(false),
    active: active.default(true),
  })
  .openapi('NewWebhook');

/** `PATCH` of a webhook: what is not named stays. */
export const webhookChangeSchema = z
  .strictObject({ url, events, includeCaller, active })
  .partial()
  .openapi('WebhookChange');

export const webhookSchema = z
  .object({
    id: z.string(),
    url,
    events,
    includeCaller,
    active,
    createdAt: z.number().openapi({ description: 'Epoch milliseconds' }),
    lastSuccessAt: at,
    lastFailureAt: at,
    lastError: z.string().nullable().openapi({ description: 'What was wrong at the last failure' }),
    waiting: z.number().openapi({ description: 'Events that are still to be delivered' }),
    setAside: z.number().openapi({
      description: 'Events that were not taken for three days; `retry` sends them again',
    }),
  })
  .openapi('Webhook');

export const secretSchema = z
  .string()
  .openapi({ example: 'whsec_…', description: 'Shown this once' });
