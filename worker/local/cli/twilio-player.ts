import { randomUUID } from 'node:crypto';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js';
import { twimlPlayer } from './twiml-player.ts';

/** Twilio, signed by its own SDK. */
export const twilioPlayer = twimlPlayer({
  demoSecret: 'demo-twilio-token',
  account: `AC${'0'.repeat(32)}`,
  ofDial: (talked) => ({ DialBridged: String(talked) }),
  newId: () => `CA${randomUUID().replaceAll('-', '')}`,
  newRecordingId: () => `RE${randomUUID().replaceAll('-', '')}`,
  sign: (secret, url, params) => ({
    'user-agent': 'TwilioProxy/1.1',
    'x-twilio-signature': getExpectedTwilioSignature(secret, url, params),
  }),
});
