import { createHmac, randomUUID } from 'node:crypto';
import { twimlPlayer } from './twiml-player.ts';

/**
 * SignalWire by its compatibility API. Its SDK verifies but does not sign, so this signs as documented: the
 * parameters follow the URL, sorted by name.
 * https://developer.signalwire.com/guides/webhook-security
 */
export const signalwirePlayer = twimlPlayer({
  demoSecret: 'demo-signalwire-key',
  account: '00000000-0000-4000-8000-000000000000',
  ofDial: () => ({}),
  newId: randomUUID,
  newRecordingId: randomUUID,
  sign: (secret, url, params) => {
    const form = Object.keys(params)
      .sort()
      .map((name) => `${name}${params[name]}`);
    const signature = createHmac('sha1', secret).update(url + form.join(''));
    return { 'x-signalwire-signature': signature.digest('base64') };
  },
});
