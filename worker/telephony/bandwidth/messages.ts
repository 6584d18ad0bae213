import { z } from 'zod';
import type { TextMessage } from '../../domain/messages/text-message.ts';
import type { EpochMs } from '../../domain/time.ts';
import { readJsonBody } from '../json-body.ts';
import { invalid } from '../parsed.ts';
import type { Messaging, ParsedMessages, WebhookRequest } from '../provider.ts';
import { readMessage } from '../text-message.ts';
import { instant } from './fields.ts';

/** Bandwidth's messages; they are sent by its API, never by an answer. */
export const bandwidthMessaging: Messaging = {
  forwards: false,
  parse,
  // Anything but 2xx is told again, for a day: https://dev.bandwidth.com/docs/messaging/webhooks
  answer: () => new Response(null, { status: 204 }),
};

/** A detail that is not as documented is as if it were missing. */
const text = z.string().optional().catch(undefined);

/** https://dev.bandwidth.com/docs/messaging/webhooks: always a list. `to` is our number, also of a group. */
const body = z.array(
  z.object({
    type: z.string(),
    time: text,
    to: text,
    message: z
      .object({
        id: text,
        owner: text,
        from: text,
        text,
        time: text,
        media: z.array(z.unknown()).catch([]),
      })
      .optional()
      .catch(undefined),
  }),
);

function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages {
  const read = readJsonBody(request.body, body);
  if (typeof read === 'string') return invalid(read);
  const messages: TextMessage[] = [];
  for (const { type, time, to, message } of read) {
    if (type !== 'message-received') continue;
    const raw = {
      id: message?.id,
      to: message?.owner ?? to,
      from: message?.from,
      text: message?.text,
      media: message?.media.length,
      at: instant(message?.time) ?? instant(time),
    };
    const one = readMessage(raw, { id: 'message.id', to: 'message.owner' }, country, now);
    if ('ok' in one) return one;
    messages.push(one);
  }
  return { ok: true, messages };
}
