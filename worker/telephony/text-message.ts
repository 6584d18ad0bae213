import type { TextMessage } from '../domain/messages/text-message.ts';
import type { EpochMs } from '../domain/time.ts';
import { cleanId } from './clean-text.ts';
import { timeOr } from './event-time.ts';
import { TOLERANCE } from './fresh.ts';
import { invalid } from './parsed.ts';
import { normaliseCaller, normaliseNumber } from './phone-number.ts';
import type { ParsedMessages, Unreadable } from './provider.ts';

/** A message as a provider writes it; a field is undefined where the provider did not send it. */
type RawMessage = {
  readonly id: string | undefined;
  readonly to: string | undefined;
  readonly from: string | null | undefined;
  readonly text: string | undefined;
  readonly media: number | undefined;
  readonly at: EpochMs | undefined;
};

/** Nothing that a provider tells of happened before the year 2000. */
const EARLIEST = 946_684_800_000;

/**
 * The message with its numbers in E.164. Only one without an id, or to no number, cannot be recorded.
 *
 * @param names of the fields for id and number, as the provider has them
 */
export function readMessage(
  raw: RawMessage,
  names: { readonly id: string; readonly to: string },
  country: string,
  now: EpochMs,
): TextMessage | Unreadable {
  const id = cleanId(raw.id);
  if (id === undefined) return invalid(`${names.id} is missing or too long`);
  const number = normaliseNumber(raw.to ?? '', country);
  if (number === undefined) return invalid(`${names.to} is no telephone number`);
  const at = raw.at ?? Number.NaN;
  const believed = at >= EARLIEST && at <= now + TOLERANCE ? at : undefined;
  return {
    id,
    ...timeOr(believed, now),
    number,
    sender: normaliseCaller(raw.from, country) ?? null,
    text: (raw.text ?? '').toWellFormed(),
    media: raw.media ?? 0,
  };
}

/** What was read of a webhook that tells of one message. */
export function oneMessage(read: TextMessage | Unreadable): ParsedMessages {
  return 'ok' in read ? read : { ok: true, messages: [read] };
}

/** A webhook about something else than a message that came in. */
export const NO_MESSAGE: ParsedMessages = { ok: true, messages: [] };
