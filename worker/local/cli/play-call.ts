import type { CallPlan, PlayedOutcome, Player, SignedRequest } from './call-plan.ts';
import { type ApiCall, findCall } from './find-call.ts';
import { type PlayedProvider, players } from './players.ts';
import { ask, PlayError, serverTime } from './server.ts';

export type PlayOptions = {
  readonly provider: PlayedProvider;
  /** Number dialled. */
  readonly to: string;
  readonly from: string;
  readonly outcome: PlayedOutcome;
  readonly site: string;
  /** The server's public URL, exactly as it knows it itself: signatures cover it. */
  readonly url: string;
  readonly apiKey: string;
  /** The demo site's where absent. */
  readonly secret?: string;
  /** Default 6. */
  readonly ringSeconds?: number;
  /** Default 42. */
  readonly talkSeconds?: number;
  /** Default 9. */
  readonly messageSeconds?: number;
  /** What is sent after the answer, and in which order: a place to shuffle, repeat or drop events. */
  readonly arrange?: (events: SignedRequest[]) => SignedRequest[];
};

export type PlayedCall = {
  readonly provider: PlayedProvider;
  readonly callId: string;
  readonly answer: { readonly status: number; readonly contentType: string; readonly body: string };
  readonly events: readonly { readonly name: string; readonly status: number }[];
  /** The call as the API shows it, null where it does not within two seconds. */
  readonly call: ApiCall | null;
};

/**
 * Rings a tracking number as the provider would: reports the inbound call, acts on the answer, reports
 * what happened, and reads back what Ringtrace made of it. Takes no longer than the requests do.
 *
 * @throws PlayError where the server cannot be reached or refuses the call, or takes no message that is to be left.
 */
export async function playCall(options: PlayOptions): Promise<PlayedCall> {
  const { provider, site, url, outcome, to, from } = options;
  const player: Player = players[provider];
  if (outcome === 'voicemail' && player.leaveMessage === undefined) {
    throw new PlayError(`--outcome voicemail: ${provider} takes no messages for Ringtrace.`);
  }
  const plan: CallPlan = {
    callId: player.newCallId(),
    to,
    from,
    outcome: outcome === 'voicemail' ? 'missed' : outcome,
    webhookUrl: `${url}/v1/calls/${provider}/${encodeURIComponent(site)}`,
    secret: options.secret ?? player.demoSecret,
    startedAt: await serverTime(url),
    ringSeconds: options.ringSeconds ?? 6,
    talkSeconds: options.talkSeconds ?? 42,
    messageSeconds: options.messageSeconds ?? 9,
  };
  const reply = await send(player.open(plan));
  const body = await reply.text();
  if (!reply.ok) throw new PlayError(refusal(reply.status, body, plan.webhookUrl));

  const events: { name: string; status: number }[] = [];
  const answers = [body];
  const report = async (requests: SignedRequest[]) => {
    for (const request of options.arrange?.(requests) ?? requests) {
      const response = await send(request);
      events.push({ name: request.name, status: response.status });
      answers.push(await response.text());
    }
  };
  await report(player.follow(plan, body));
  if (outcome === 'voicemail') await report(messageLeft(player, plan, answers));
  return {
    provider,
    callId: plan.callId,
    answer: { status: reply.status, contentType: reply.headers.get('content-type') ?? '', body },
    events,
    call: await findCall(url, site, options.apiKey, plan.callId),
  };
}

/** The first answer that asks for a message decides, for those of a repeated event ask the same. */
function messageLeft(player: Player, plan: CallPlan, answers: readonly string[]): SignedRequest[] {
  const [first] = answers
    .map((answer) => player.leaveMessage?.(plan, answer) ?? [])
    .filter((requests) => requests.length > 0);
  if (first === undefined) {
    throw new PlayError(
      `No message was asked for: give ${plan.to}, or its target, a flow with "voicemail" (README, "Call flows").`,
    );
  }
  return first;
}

function send({ url, headers, body }: SignedRequest): Promise<Response> {
  return ask(url, { method: 'POST', headers, body });
}

function refusal(status: number, body: string, webhookUrl: string): string {
  const answered = `${webhookUrl} answers ${status} ${body.slice(0, 200)}`.trim();
  if (status === 403) {
    return `${answered}\nThe signature was refused: name the site's secret with --secret, and with --url the server's public URL exactly as \`npm start\` prints it.`;
  }
  if (status === 404) return `${answered}\nIs the site (--site) known to this server?`;
  return answered;
}
