import { allAbilitiesBut } from '../../domain/flows/flow-problems.ts';
import type { EpochMs } from '../../domain/time.ts';
import { accessByLogin } from '../login-access.ts';
import type { ParsedWebhook, Provider, WebhookRequest } from '../provider.ts';
import { isSignalwireJson, verifySignalwireSignature } from '../signalwire/signature.ts';
import { parseTwiml } from '../twiml/events.ts';
import { formFields, jsonFields, type TwilioFields } from '../twiml/fields.ts';
import { answerTwimlMessage, parseTwimlMessage } from '../twiml/messages.ts';
import { EMPTY_TWIML, renderTwiml } from '../twiml/twiml.ts';
import { xmlAnswer } from '../xml.ts';

/** Where the project protects them. https://developer.signalwire.com/platform/dashboard/guides/media-protection */
const RECORDINGS = accessByLogin(
  /^https:\/\/[a-z0-9-]{1,63}\.signalwire\.com\//,
  'PROJECT-ID:API-TOKEN',
);

/**
 * SignalWire, by its compatibility API: it reads cXML, which is TwiML where we use it, and sends Twilio's
 * parameters. The secret is the project's signing key.
 *
 * Next to a SIP phone no other may ring, so a flow could not ring what it names; none is rung by SIP.
 * https://signalwire.com/docs/compatibility-api/cxml/reference/voice/sip
 *
 * https://signalwire.com/docs/compatibility-api/cxml/reference/voice
 */
export const signalwire: Provider = {
  id: 'signalwire',
  abilities: allAbilitiesBut('sip'),
  verify: (request, secrets) => verifySignalwireSignature(request, secrets),
  parse,
  answer: (instructions, context) => xmlAnswer(renderTwiml(instructions, context)),
  recordings: RECORDINGS,
  acknowledge: () => xmlAnswer(EMPTY_TWIML),
  // https://developer.signalwire.com/compatibility-api/xml/messaging
  messaging: {
    forwards: true,
    parse: (request, country, now) => parseTwimlMessage(fieldsOf(request), country, now),
    answer: answerTwimlMessage,
  },
};

function parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook {
  const fields = fieldsOf(request);
  return parseTwiml(request, fields && inTwiliosSense(fields, request.event), country, now);
}

function fieldsOf(request: WebhookRequest): TwilioFields | undefined {
  return isSignalwireJson(request) ? jsonFields(request.body) : formFields(request);
}

/**
 * The status callback of a number may give the time at which the call began, though it tells of its end.
 * https://signalwire.com/docs/compatibility-api/rest/incoming-phone-numbers/webhooks/incoming-call-status-callback
 */
function inTwiliosSense(field: TwilioFields, event: string | undefined): TwilioFields {
  return (name) => (event === 'status' && name === 'Timestamp' ? undefined : field(name));
}
