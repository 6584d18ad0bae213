import { type EpochMs, SECOND } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { pressedKey } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { ParsedWebhook, WebhookRequest } from '../provider.ts';
import { parties, readTime, readVonageFields, time, type VonageFields } from './fields.ts';
import { FIRST_DIAL } from './ncco.ts';
import { readNews, receivedEvent } from './news.ts';

type Reader = (call: string, field: VonageFields, country: string, now: EpochMs) => ParsedWebhook;

/**
 * Reads a webhook by what follows the site key in its path: nothing for the answer webhook, `event` or
 * `dial-…` for news of legs, `menu-…` for the key pressed, `message` and `recording` for what was recorded.
 */
export function parseVonage(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const field = readVonageFields(request);
  if (field === undefined) return invalid('The body is no JSON object');
  const kind = request.event?.split(/(?<=-)/)[0];
  const reader = READERS.get(kind);
  if (reader === undefined) return invalid('No such event');
  // Both legs are in one conversation: what connects is joined to the conversation of who rang.
  const call = cleanId(field('conversation_uuid') ?? field('conversation_uuid_to'));
  if (call === undefined) return invalid('conversation_uuid is missing or too long');
  return reader(call, field, country, now);
}

const readAnswer: Reader = (call, field, country, now) => {
  return heard(call, [receivedEvent(field, country, now)], true);
};

/**
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference#input: `digits` is empty where none was
 * pressed. The answer replaces the NCCO.
 */
const readMenu: Reader = (call, field, country, now) => {
  const choice = pressedKey(field('dtmf.digits'));
  const step = { type: 'menu', choice } as const;
  return heard(
    call,
    [{ id: `menu:${choice}`, ...time(field, now), ...parties(field, country), step }],
    true,
  );
};

/** https://developer.vonage.com/en/voice/voice-api/webhook-reference#record */
function readRecorded(of: 'call' | 'voicemail'): Reader {
  return (call, field, _country, now) => {
    const asksForFlow = of === 'voicemail';
    const url = field('recording_url') ?? '';
    const length = lengthOf(field);
    // A recording of nothing is none; the caller hung up before the tone.
    if (!/^https:\/\//.test(url) || length === 0) {
      return heard(call, [], asksForFlow);
    }
    const step = {
      type: 'recording',
      of,
      url,
      ...(length === undefined ? {} : { seconds: length }),
    } as const;
    const id = `recording:${cleanId(field('recording_uuid')) ?? of}`;
    return heard(call, [{ id, ...time(field, now), step }], asksForFlow);
  };
}

/** No field says it; it is the time from `start_time` to `end_time`. */
function lengthOf(field: VonageFields): number | undefined {
  const [start, end] = [readTime(field('start_time')), readTime(field('end_time'))];
  if (start === undefined || end === undefined) return undefined;
  return Math.max(0, Math.round((end - start) / SECOND));
}

const READERS = new Map<string | undefined, Reader>([
  [undefined, readAnswer],
  ['event', readNews(FIRST_DIAL)],
  ['dial-', readNews()],
  ['menu-', readMenu],
  ['message', readRecorded('voicemail')],
  ['recording', readRecorded('call')],
]);
