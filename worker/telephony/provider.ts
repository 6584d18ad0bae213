import type { CallEvent } from '../domain/calls/call-event.ts';
import type { Speech } from '../domain/flows/flow.ts';
import type { Ability } from '../domain/flows/flow-problems.ts';
import type { Instruction } from '../domain/flows/instruction.ts';
import type { ForwardedText } from '../domain/messages/forward-message.ts';
import type { TextMessage } from '../domain/messages/text-message.ts';
import type { EpochMs } from '../domain/time.ts';
import type { RecordingAccess } from './recording-access.ts';

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
  /** The secret in the path (`/k/{key}`), by which a provider that signs nothing may show who it is. */
  readonly key?: string | undefined;
};

/** What a webhook told, and what the provider now waits for. */
export type ParsedWebhook =
  | {
      readonly ok: true;
      readonly providerCallId: string;
      readonly events: readonly CallEvent[];
      /** Whether the provider waits to be told what to do next. */
      readonly asksForFlow: boolean;
      /** How far the call has got, where the path does not say it. */
      readonly next?: string;
      /** A phone of the business was picked up, and is to hear this first. */
      readonly whisper?: Speech;
    }
  | Unreadable;

export type Unreadable = {
  readonly ok: false;
  readonly code: 'body_invalid';
  readonly detail: string;
};

/** What a webhook told of text messages: none where it is about something else, such as one that was sent. */
export type ParsedMessages =
  | { readonly ok: true; readonly messages: readonly TextMessage[] }
  | Unreadable;

/** How a provider delivers text messages. Its requests are verified as those of calls are. */
export type Messaging = {
  /** Whether its answer can itself send a message on. */
  readonly forwards: boolean;
  /** Reads a verified request, with the arguments of `Provider.parse`. */
  parse(request: WebhookRequest, country: string, now: EpochMs): ParsedMessages;
  /** Says that the messages are kept, and sends on what it is given, which is nothing where it cannot. */
  answer(forwarded: readonly ForwardedText[]): Response;
};

/** What an answer is made for. */
export type AnswerContext = {
  /** Who rings, E.164, and the tracking number rung; null where withheld or not told. */
  readonly caller: string | null;
  readonly number: string | null;
  /** URL of this site's webhook for one kind of later event, e.g. `callbackUrl('dial-ring-0')`. */
  callbackUrl(event: string): string;
  /**
   * The site's secrets with the provider, for one that signs nothing: it is told with each URL what to show
   * there. Never to be written anywhere but into the answer.
   */
  readonly secrets: readonly string[];
};

/** One file per provider implements this; `registry.ts` lists them. */
export type Provider = {
  readonly id: string;
  /** What flows may ask of it beyond ringing one number. */
  readonly abilities: ReadonlySet<Ability>;
  /** Whether it speaks a language (BCP 47); missing where nobody but itself knows. */
  speaks?(language: string): boolean;
  /** It connects callers by settings of its own, and never asks what to do: no flow is in its way. */
  readonly forwardsItself?: true;
  /**
   * Answers an unsigned request by which the provider makes sure that the address is the owner's; undefined
   * for every other. Asked before the signature is checked, so it must show nothing but what it was given.
   */
  challenge?(request: WebhookRequest): Response | undefined;
  /** What is wrong with a secret that is to be saved, never naming it; undefined where it will do. */
  secretProblem?(secret: string): string | undefined;
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
  /**
   * Tells the provider, in its own dialect, what to do, one thing after the other; with nothing left to do
   * the call ends. It is asked for nothing that its abilities do not name, but to reject: owners may have a caller
   * turned away whoever brings the call, and a provider that cannot do that ends it.
   */
  answer(instructions: readonly Instruction[], context: AnswerContext): Response;
  /** Missing where the address of a recording says it all. */
  readonly recordings?: RecordingAccess;
  /** Answers a webhook that asks for nothing. */
  acknowledge(): Response;
  /** Missing where it delivers no text messages. */
  readonly messaging?: Messaging;
};
