import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import type { providers } from '../../worker/telephony/registry.ts';

export type ProviderName = keyof typeof providers;

/** What each scheme covers: the address, the body, and the headers that carry signature, time and nonce. */
const SIGNED: Record<
  ProviderName,
  { readonly url: boolean; readonly body: boolean; readonly headers: readonly string[] }
> = {
  twilio: { url: true, body: true, headers: ['x-twilio-signature'] },
  signalwire: { url: true, body: true, headers: ['x-signalwire-signature'] },
  // These sign nothing, and show a password.
  bandwidth: { url: false, body: false, headers: ['authorization'] },
  freeswitch: { url: false, body: false, headers: ['authorization'] },
  sinch: { url: false, body: true, headers: ['authorization', 'x-timestamp'] },
  // Some fields of the body only; its own test changes each of them.
  zadarma: { url: false, body: false, headers: ['signature'] },
  mango: { url: false, body: true, headers: [] },
  telnyx: { url: false, body: true, headers: ['telnyx-signature-ed25519', 'telnyx-timestamp'] },
  plivo: { url: true, body: true, headers: ['x-plivo-signature-v3', 'x-plivo-signature-v3-nonce'] },
  vonage: { url: false, body: true, headers: ['authorization'] },
  generic: {
    url: false,
    body: true,
    headers: ['x-ringtrace-signature', 'x-ringtrace-timestamp'],
  },
};

/** Those whose scheme signs a time or a nonce. */
export const ONCE: readonly string[] = ['telnyx', 'plivo', 'vonage', 'sinch', 'generic'];

/** The request with every single bit of what is signed changed in turn. */
export function tampered(name: ProviderName, request: WebhookRequest): WebhookRequest[] {
  const { url, body, headers } = SIGNED[name];
  const bodies = body ? flips(request.body) : [];
  // What follows a `#` is sent to nobody.
  const urls = url ? flips(request.url).filter((each) => !each.includes('#')) : [];
  return [
    ...bodies.map((each) => ({ ...request, body: each })),
    ...urls.map((each) => ({ ...request, url: each })),
    ...headers.flatMap((header) => withHeader(request, header)),
  ];
}

function withHeader(request: WebhookRequest, header: string): WebhookRequest[] {
  const value = request.headers.get(header) ?? '';
  if (value === '') throw new Error(`${header} is missing`);
  // `Basic` may be `basic`.
  const scheme = /^\w+ /.exec(value)?.[0] ?? '';
  const tokens = flips(value.slice(scheme.length)).map((token) => scheme + token);
  return tokens.filter(isHeader).map((each) => {
    const headers = new Headers(request.headers);
    // The same signature may stand in two headers.
    for (const [key, own] of request.headers) if (own === value) headers.set(key, each);
    return { ...request, headers };
  });
}

/** The text with each of its bits changed in turn, where that changes what it says. */
export function flips(text: string): string[] {
  return Array.from({ length: 7 * text.length }, (_, bit) => {
    const at = Math.floor(bit / 7);
    const changed = String.fromCharCode(text.charCodeAt(at) ^ (1 << (bit % 7)));
    return text.slice(0, at) + changed + text.slice(at + 1);
  }).filter((changed) => !isSameForm(changed, text));
}

/** `%2b` is `%2B`, and it is the decoded form that is signed. */
function isSameForm(a: string, b: string): boolean {
  const decoded = (text: string) => text.replace(/%[\da-f]{2}/gi, (code) => code.toUpperCase());
  return decoded(a) === decoded(b);
}

function isHeader(value: string): boolean {
  return /^[\x21-\x7e][\x20-\x7e]*[\x21-\x7e]$/.test(value);
}
