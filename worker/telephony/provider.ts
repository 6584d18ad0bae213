import type { CallEvent } from '../domain/calls/call-event.ts';
import type { EpochMs } from '../domain/time.ts';

/** A webhook as it came in, with what verification needs in the raw. */
export type WebhookRequest = {
  readonly method: string;
  /** As configured at the provider: public URL of the worker, path and query as received. */
  readonly url: string;
  readonly headers: Headers;
  /** The raw body; signatures are checked on these bytes. */
  readonly body: string;
  /** What follows the site key in the path (`dial`, `leg` ...); undefined on the first webhook of a call. */
  readonly event: string | undefined;
};

/** What a webhook told, and whether the provider now waits to hear where to connect the caller. */
export type ParsedWebhook =
  | {
      readonly ok: true;
      readonly providerCallId: string;
      readonly events: readonly CallEvent[];
      readonly asksForFlow: boolean;
    }
  | { readonly ok: false; readonly code: 'body_invalid'; readonly detail: string };

/** Where to connect the caller. */
export type CallFlow = {
  /** E.164 number of the business. */
  readonly forwardTo: string;
  /** How long to let it ring, in seconds. */
  readonly ringSeconds: number;
  /** E.164 number for the business to see: the caller's, or the dialled one where that is withheld. */
  readonly callerId?: string | undefined;
  /** URL of this site's webhook for one kind of later event, e.g. `callbackUrl('dial')`. */
  callbackUrl(event: string): string;
};

/** One file per provider implements this; `registry.ts` lists them. */
export type Provider = {
  readonly id: string;
  /**
   * Whether the request was made by somebody who knows one of the secrets (several are active during a
   * rotation). Never throws; compares in constant time.
   */
  verify(request: WebhookRequest, secrets: readonly string[], now: EpochMs): Promise<boolean>;
  /**
   * What a verified request was signed for to be shown but once: a nonce, or a signature that covers the
   * time. Undefined where a genuine retry looks the same; it gets the same answer and changes nothing.
   */
  nonce?(request: WebhookRequest): string | undefined;
  /**
   * Reads a verified request. `country` (ISO 3166, e.g. `FR`) is where national numbers are dialled from;
   * `now` stands in where the provider sends no time.
   */
  parse(request: WebhookRequest, country: string, now: EpochMs): ParsedWebhook;
  /** Tells the provider, in its own dialect, to connect the caller. */
  answer(flow: CallFlow): Response;
  /** Answers a webhook that asks for nothing. */
  acknowledge(): Response;
};
