import { ALL_ABILITIES } from '../../domain/flows/flow-problems.ts';
import { accessByAccount } from '../login-access.ts';
import { parsePlivo } from '../plivo/events.ts';
import { plivoMessaging } from '../plivo/messages.ts';
import { plivoNonce, verifyPlivoSignature } from '../plivo/signature.ts';
import { EMPTY_PLIVO_XML, renderPlivoXml } from '../plivo/xml.ts';
import type { Provider } from '../provider.ts';
import { xmlAnswer } from '../xml.ts';

/** Where the account asks for its login. https://www.plivo.com/docs/voice/api/recordings/ */
const RECORDINGS = /^https:\/\/media\.plivo\.com\/v1\/Account\/((?:MA|SA)[0-9A-Z]{18})\//;

/**
 * Plivo Voice. The secret is the auth token of the account, or of the subaccount that owns the number.
 * https://www.plivo.com/docs/voice/xml/request/
 */
export const plivo: Provider = {
  id: 'plivo',
  abilities: ALL_ABILITIES,
  verify: (request, secrets) => verifyPlivoSignature(request, secrets),
  nonce: plivoNonce,
  parse: parsePlivo,
  answer: (instructions, context) => xmlAnswer(renderPlivoXml(instructions, context)),
  recordings: accessByAccount(RECORDINGS),
  // Anything but 200 is asked for again: https://www.plivo.com/docs/voice/concepts/callback-configurations/
  acknowledge: () => xmlAnswer(EMPTY_PLIVO_XML),
  messaging: plivoMessaging,
};
