import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import { accessByAccount } from '../login-access.ts';
import type { Provider } from '../provider.ts';
import { parseTwilio } from '../twiml/events.ts';
import { readTwilioFields } from '../twiml/fields.ts';
import { answerTwimlMessage, parseTwimlMessage } from '../twiml/messages.ts';
import { verifyTwilioSignature } from '../twiml/signature.ts';
import { EMPTY_TWIML, renderTwiml } from '../twiml/twiml.ts';
import { xmlAnswer } from '../xml.ts';

/**
 * Basic auth of the account, which the address names; to Twilio's own host alone, whatever the address says.
 * https://www.twilio.com/docs/voice/api/recording
 */
const RECORDINGS = /^https:\/\/api\.twilio\.com\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\//;

/**
 * Twilio Programmable Voice. The secret is the account's auth token (primary, secondary, or both).
 * https://www.twilio.com/docs/usage/webhooks/voice-webhooks
 */
export const twilio: Provider = {
  id: 'twilio',
  abilities: ALL_ABILITIES,
  verify: (request, secrets) => verifyTwilioSignature(request, secrets),
  parse: parseTwilio,
  answer: (instructions, context) => xmlAnswer(renderTwiml(instructions, context)),
  recordings: accessByAccount(RECORDINGS),
  acknowledge: () => xmlAnswer(EMPTY_TWIML),
  messaging: {
    forwards: true,
    parse: (request, country, now) => parseTwimlMessage(readTwilioFields(request), country, now),
    answer: answerTwimlMessage,
  },
};
