import { sign } from 'hono/jwt';
import { type EpochMs, MINUTE, SECOND } from '../../domain/time.ts';
import type { RecordingAccess } from '../recording-access.ts';

const HOSTS = /^https:\/\/api(-[a-z0-9-]{1,20})?\.(nexmo|vonage)\.com\//;

/** `application id:private key`, the key as the dashboard gives it (PKCS #8). */
const KEY =
  /^([0-9a-f-]{36}):\s*(-----BEGIN PRIVATE KEY-----[\sA-Za-z0-9+/=]+-----END PRIVATE KEY-----)\s*$/;

/**
 * A token that the application's key signs.
 * https://developer.vonage.com/en/voice/voice-api/code-snippets/download-a-recording
 * https://developer.vonage.com/en/getting-started/concepts/authentication#json-web-tokens
 */
export const vonageRecordings: RecordingAccess = {
  apiKeyProblem: async (key) => {
    const works = KEY.test(key) && (await tokenOf(key, 0).then(Boolean, () => false));
    return works
      ? undefined
      : 'must be the application’s id, a colon, and its private key, from -----BEGIN PRIVATE KEY----- on';
  },
  requests: async ({ url }, { apiKeys }, now) => {
    if (!HOSTS.test(url)) return [];
    const tokens = await Promise.all(apiKeys.map((key) => tokenOf(key, now)));
    return tokens.map((token) => ({ url, authorization: `Bearer ${token}` }));
  },
};

function tokenOf(key: string, now: EpochMs): Promise<string> {
  const [, application = '', privateKey = ''] = KEY.exec(key) ?? [];
  const issued = Math.floor(now / SECOND);
  const claims = {
    application_id: application,
    iat: issued,
    exp: issued + (5 * MINUTE) / SECOND,
    jti: crypto.randomUUID(),
  };
  return sign(claims, privateKey, 'RS256');
}
