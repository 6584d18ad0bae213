import { allAbilitiesBut } from '../../domain/flows/flow-problems.ts';
import type { Provider } from '../provider.ts';
import { parseVonage } from '../vonage/events.ts';
import { vonageMessaging } from '../vonage/messages.ts';
import { renderNcco } from '../vonage/ncco.ts';
import { vonageRecordings } from '../vonage/recordings.ts';
import { nonceOf, verifyVonageToken } from '../vonage/token.ts';

/**
 * What is left out: `connect` takes one endpoint, so phones cannot ring at once; no action rejects a call;
 * and of the request for a whisper (`onAnswer`) no document says that it is signed, nor that the phone that
 * hears it is already in the caller's conversation, by which we would know its news.
 *
 * https://developer.vonage.com/en/voice/voice-api/ncco-reference
 */
const ABILITIES = allAbilitiesBut('several phones', 'more than eight phones', 'whisper', 'reject');

/**
 * Vonage Voice API. The secret is the account's signature secret.
 * https://developer.vonage.com/en/voice/voice-api/webhook-reference
 */
export const vonage: Provider = {
  id: 'vonage',
  abilities: ABILITIES,
  verify: verifyVonageToken,
  nonce: nonceOf,
  parse: parseVonage,
  answer: (instructions, context) =>
    Response.json(renderNcco(instructions, context), { headers: { 'cache-control': 'no-store' } }),
  recordings: vonageRecordings,
  // Without a body, or Vonage would take it for a new NCCO where it may be given one.
  acknowledge: () => new Response(null, { status: 204 }),
  messaging: vonageMessaging,
};
