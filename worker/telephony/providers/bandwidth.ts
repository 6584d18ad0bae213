import type { EpochMs } from '../../domain/time.ts';
import { BANDWIDTH_ABILITIES, localeOf, renderBxml } from '../bandwidth/bxml.ts';
import { BANDWIDTH_READERS } from '../bandwidth/events.ts';
import { bandwidthFields } from '../bandwidth/fields.ts';
import { bandwidthMessaging } from '../bandwidth/messages.ts';
import { accessByLogin } from '../login-access.ts';
import { invalid } from '../parsed.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { shownSecretProblem, showsSecret } from '../shown-secret.ts';
import { xmlAnswer } from '../xml.ts';

/** https://dev.bandwidth.com/apis/voice-apis/voice/#tag/Recordings/operation/downloadCallRecording */
const RECORDINGS = accessByLogin(
  /^https:\/\/voice\.bandwidth\.com\//,
  'the user and password of your API user, as user:password',
);

/**
 * Bandwidth's Voice API. It signs nothing: it shows a user and a password (Basic authentication), or a key in
 * the path (`shown-secret.ts`), and whoever has them can tell anything, again and again.
 *
 * https://dev.bandwidth.com/docs/voice/webhooks
 * https://dev.bandwidth.com/docs/account/applications
 */
export const bandwidth: Provider = {
  id: 'bandwidth',
  abilities: BANDWIDTH_ABILITIES,
  speaks: (language) => localeOf(language) !== undefined,
  secretProblem: shownSecretProblem,
  verify: async (request, secrets) => showsSecret(request, secrets),
  parse,
  answer: (instructions, context) =>
    xmlAnswer(renderBxml(instructions, context), 'application/xml'),
  recordings: RECORDINGS,
  // What waits for nothing expects 204: https://dev.bandwidth.com/docs/voice/webhooks/transferDisconnect
  acknowledge: () => new Response(null, { status: 204 }),
  messaging: bandwidthMessaging,
};

/** Reads a webhook by what it says it is, and by what follows the site key in its path. */
function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const fields = bandwidthFields(request);
  if (fields === undefined) return invalid('The body is no JSON object');
  const at = request.event?.split('-')[0] ?? '';
  const reader = BANDWIDTH_READERS.get(`${at} ${fields.text('eventType')}`);
  if (reader === undefined) {
    return invalid('eventType is missing, unknown, or not of this address');
  }
  const read = reader(fields, { request, country, now });
  return typeof read === 'string' ? invalid(read) : read;
}
