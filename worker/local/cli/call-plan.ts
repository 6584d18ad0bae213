export const OUTCOMES = ['answered', 'missed', 'busy'] as const;
export type PlayedOutcome = (typeof OUTCOMES)[number];

/** The call to be played, the same for every provider. Seconds are the call's own, nothing waits. */
export type CallPlan = {
  readonly callId: string;
  readonly to: string;
  readonly from: string;
  readonly outcome: PlayedOutcome;
  /** Where the provider is told to report inbound calls. */
  readonly webhookUrl: string;
  readonly secret: string;
  /** The server's clock as the call comes in, epoch milliseconds. */
  readonly startedAt: number;
  readonly ringSeconds: number;
  readonly talkSeconds: number;
};

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
};
