import { z } from 'zod';
import type { ForwardedText } from '../../domain/messages/forward-message.ts';
import type { EpochMs } from '../../domain/time.ts';
import { idSchema, readJsonBody } from '../json-body.ts';
import { invalid } from '../parsed.ts';
import type { Messaging, ParsedMessages, WebhookRequest } from '../provider.ts';
import { oneMessage, readMessage } from '../text-message.ts';

/** Text messages in the contract of our own (README, "Any other PBX or carrier"). */
export const genericMessaging: Messaging = { forwards: true, parse, answer };

const body = z.object({
  v: z.literal(1),
  /** The sender's own id of the message. */
  message: idSchema,
  /** When it came in, epoch milliseconds; without it, arrival counts. */
  at: z.number().int().min(0).optional(),
  to: z.string().max(128),
  /** Null or empty where it is withheld. */
  from: z.string().max(128).nullable().optional(),
  text: z.string().max(16_000).optional(),
  /** Files that came with it. */
  media: z.number().int().min(0).max(999).optional(),
});

function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages {
  const read = readJsonBody(request.body, body);
  if (typeof read === 'string') return invalid(read);
  const { message: id, at, to, from, text, media } = read;
  const raw = { id, to, from, text, media, at };
  return oneMessage(readMessage(raw, { id: 'message', to: 'to' }, country, now));
}

/** What is to be sent on, where anything is. */
function answer([forwarded]: readonly ForwardedText[]): Response {
  if (forwarded === undefined) return new Response(null, { status: 204 });
  return Response.json({ forward: forwarded }, { headers: { 'cache-control': 'no-store' } });
}
