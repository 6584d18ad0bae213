import { hmac, sha256Hex, toBase64, toHex } from '../../../worker/telephony/hmac.ts';
import { md5 } from '../../../worker/telephony/md5.ts';
import type { providers } from '../../../worker/telephony/registry.ts';
import { SECRETS } from './make-site.ts';
import { signedGeneric } from './phone.ts';
import { VONAGE_SECRET, vonageAuthorization } from './vonage.ts';

const encoder = new TextEncoder();

export type ProviderName = keyof typeof providers;

/** A webhook that may say anything. */
type Unsigned = {
  readonly url: string;
  readonly body: string;
  readonly type: string;
  /** Epoch seconds. */
  readonly at: number;
};

type Scheme = {
  /** As a site has it. */
  readonly secret: string;
  sign(sent: Unsigned): Promise<Record<string, string>>;
  /** Where what is signed, or the signature, has a place in the body: the text put into such a body. */
  wrap?(text: string): Promise<string>;
};

const TOKEN = 'auth-token';
const LOGIN = 'user:password';
const APPLICATION = 'application secret';
const [MANGO_KEY, MANGO_SALT] = ['mango-key', 'mango-salt'];

/** The pair of the demo site: 32 characters, as bytes. */
const TELNYX = {
  privateKey: 'ringtrace-demo-key-not-a-secret!',
  publicKey: '12FlftutZOpx2h0xcdfi4IlMPSjiVFYIhaGrFmHZMvc=',
};
/** What makes 32 bytes a private key: https://www.rfc-editor.org/rfc/rfc8410#section-7 */
const PKCS8_HEADER = '302e020100300506032b657004220420';

const shown: Scheme = {
  secret: LOGIN,
  sign: async () => ({ authorization: `Basic ${btoa(LOGIN)}` }),
};

/** How each provider signs, whatever it sends and wherever. */
export const schemes: Readonly<Record<ProviderName, Scheme>> = {
  twilio: {
    secret: TOKEN,
    sign: async ({ url, body }) => {
      const form = sortedForm(body, (values) => [...new Set(values)]);
      return { 'x-twilio-signature': toBase64(await hmac('SHA-1', TOKEN, url + form)) };
    },
  },
  signalwire: {
    secret: TOKEN,
    sign: async ({ url, body }) => ({
      'x-signalwire-sha256-signature': toHex(await hmac('SHA-256', TOKEN, url + body)),
    }),
  },
  telnyx: {
    secret: TELNYX.publicKey,
    sign: async ({ body, at }) => {
      const header = Uint8Array.from(PKCS8_HEADER.match(/../g) ?? [], (hex) => Number(`0x${hex}`));
      const raw = new Uint8Array([...header, ...encoder.encode(TELNYX.privateKey)]);
      const key = await crypto.subtle.importKey('pkcs8', raw, 'Ed25519', false, ['sign']);
      const signature = await crypto.subtle.sign('Ed25519', key, encoder.encode(`${at}|${body}`));
      return {
        'telnyx-timestamp': String(at),
        'telnyx-signature-ed25519': toBase64(new Uint8Array(signature)),
      };
    },
  },
  plivo: {
    secret: TOKEN,
    sign: async ({ url, body }) => {
      const form = sortedForm(body, (values) => values);
      const nonce = crypto.randomUUID();
      const text = `${url}${form === '' ? '' : '?'}${form}.${nonce}`;
      return {
        'x-plivo-signature-v3': toBase64(await hmac('SHA-256', TOKEN, text)),
        'x-plivo-signature-v3-nonce': nonce,
      };
    },
  },
  vonage: { secret: VONAGE_SECRET, sign: ({ body }) => vonageAuthorization(body) },
  bandwidth: shown,
  freeswitch: shown,
  sinch: {
    secret: `app-key:${btoa(APPLICATION)}`,
    sign: async ({ url, body, type, at }) => {
      const timestamp = new Date(at * 1_000).toISOString();
      const digest = body === '' ? '' : toBase64(md5(encoder.encode(body)));
      const { pathname } = new URL(url);
      const text = ['POST', digest, type, `x-timestamp:${timestamp}`, pathname].join('\n');
      const signature = toBase64(await hmac('SHA-256', APPLICATION, text));
      return { 'x-timestamp': timestamp, authorization: `application app-key:${signature}` };
    },
  },
  // Signs some fields of events that it knows.
  zadarma: {
    secret: TOKEN,
    sign: async ({ body }) => {
      const form = new URLSearchParams(body);
      const number = form.get('event') === 'NOTIFY_ANSWER' ? 'destination' : 'called_did';
      const text = ['caller_id', number, 'call_start'].map((name) => form.get(name) ?? '').join('');
      return { signature: btoa(toHex(await hmac('SHA-1', TOKEN, text))) };
    },
    wrap: async (text) => {
      const event = new URLSearchParams(text).get('event') ?? '';
      return /^NOTIFY_(START|INTERNAL|ANSWER|END)$/.test(event)
        ? text
        : `event=NOTIFY_START&${text}`;
    },
  },
  mango: {
    secret: `${MANGO_KEY}:${MANGO_SALT}`,
    sign: async () => ({}),
    wrap: async (json) => {
      const sign = await sha256Hex(`${MANGO_KEY}${json}${MANGO_SALT}`);
      return new URLSearchParams({ vpbx_api_key: MANGO_KEY, sign, json }).toString();
    },
  },
  generic: {
    secret: SECRETS.generic,
    sign: async ({ body, at }) => (await signedGeneric(body, SECRETS.generic, at)).headers,
  },
};

/** Names and values of a form by name, then by value. */
function sortedForm(body: string, kept: (values: string[]) => string[]): string {
  const form = new URLSearchParams(body);
  return [...new Set(form.keys())]
    .sort()
    .flatMap((name) => kept(form.getAll(name).sort()).map((value) => name + value))
    .join('');
}
