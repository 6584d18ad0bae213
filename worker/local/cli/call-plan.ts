/** What may become of the phone that is rung. */
export const DIAL_OUTCOMES = ['answered', 'missed', 'busy'] as const;
export type DialOutcome = (typeof DIAL_OUTCOMES)[number];

/** What may become of the call: a voicemail is left where nobody has picked up. */
export const OUTCOMES = [...DIAL_OUTCOMES, 'voicemail'] as const;
export type PlayedOutcome = (typeof OUTCOMES)[number];

/** The call to be played, the same for every provider. Seconds are the call's own, nothing waits. */
export type CallPlan = {
  readonly callId: string;
  readonly to: string;
  readonly from: string;
  readonly outcome: DialOutcome;
  /** Where the provider is told to report inbound calls. */
  readonly webhookUrl: string;
  readonly secret: string;
  /** The server's clock as the call comes in, epoch milliseconds. */
  readonly startedAt: number;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  /** How long a message is, where one is left. */
  readonly messageSeconds: number;
};

/** The text message to be played. */
export type TextPlan = Signing & {
  readonly messageId: string;
  readonly to: string;
  readonly from: string;
  readonly text: string;
  /** Where the provider is told to report inbound messages. */
  readonly webhookUrl: string;
};

/** What a request is signed with: the secret, and the server's clock as it is sent, epoch milliseconds. */
export type Signing = Pick<CallPlan, 'secret' | 'startedAt'>;

/** One webhook, signed and ready to be sent; `name` is for people. */
export type SignedRequest = {
  readonly name: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** Plays one provider. One file each, listed in `players.ts`. */
export type Player = {
  /** The demo site's secret for this provider. */
  readonly demoSecret: string;
  /** A call id in the provider's own form. */
  newCallId(): string;
  /** The webhook of the inbound call. */
  open(plan: CallPlan): SignedRequest;
  /** What the provider reports after acting on the answer, in the order in which it happens. */
  follow(plan: CallPlan, answer: string): SignedRequest[];
  /** What it reports once the caller has left the message that an answer asks for; empty where it asks for none. */
  leaveMessage?(plan: CallPlan, answer: string): SignedRequest[];
  /** The webhook of a text message; missing where it delivers none. */
  text?(plan: TextPlan): SignedRequest;
};
