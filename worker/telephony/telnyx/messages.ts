import { z } from 'zod';
import type { EpochMs } from '../../domain/time.ts';
import { readJsonBody } from '../json-body.ts';
import { invalid } from '../parsed.ts';
import type { Messaging, ParsedMessages, WebhookRequest } from '../provider.ts';
import { NO_MESSAGE, oneMessage, readMessage } from '../text-message.ts';
import { instant } from './values.ts';

/** What Telnyx does with a message is told to its API; nothing is done by the answer to a webhook. */
export const telnyxMessaging: Messaging = {
  forwards: false,
  parse,
  answer: () => new Response(null, { status: 200 }),
};

/** A detail that is not as documented is as if it were missing. */
const text = z.string().optional().catch(undefined);
const party = z.object({ phone_number: text });

/** https://developers.telnyx.com/api-reference/callbacks/inbound-message */
const body = z.object({
  data: z.object({
    event_type: z.string(),
    occurred_at: text,
    payload: z.object({
      id: text,
      from: party.optional().catch(undefined),
      to: z.array(party).catch([]),
      text,
      media: z.array(z.unknown()).catch([]),
      received_at: text,
    }),
  }),
});

/** A message to a group names all of it; the first is the number that it came to. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages {
  // The fields of a GET are not signed.
  if (request.method !== 'POST') return invalid('Messages are told by POST');
  const read = readJsonBody(request.body, body);
  if (typeof read === 'string') return invalid(read);
  const { event_type, occurred_at, payload } = read.data;
  if (event_type !== 'message.received') return NO_MESSAGE;
  const raw = {
    id: payload.id,
    to: payload.to[0]?.phone_number,
    from: payload.from?.phone_number,
    text: payload.text,
    media: payload.media.length,
    at: instant(payload.received_at) ?? instant(occurred_at),
  };
  return oneMessage(readMessage(raw, { id: 'data.payload.id', to: 'to' }, country, now));
}
