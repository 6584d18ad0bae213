import { randomUUID } from 'node:crypto';
import type { TextPlan } from './call-plan.ts';
import type { ApiCall } from './find-call.ts';
import { type PlayedProvider, players } from './players.ts';
import { ask, PlayError, serverTime } from './server.ts';

export type PlayTextOptions = Pick<TextPlan, 'to' | 'from' | 'text'> & {
  readonly provider: PlayedProvider;
  readonly site: string;
  /** The server's public URL, exactly as it knows it itself: signatures cover it. */
  readonly url: string;
  readonly apiKey: string;
  /** The demo site's where absent. */
  readonly secret?: string;
};

/** A message as `GET /api/v1/messages` gives it, as far as it is shown. */
type ApiMessage = Pick<ApiCall, 'match' | 'session'> & { readonly providerMessageId: string };

export type PlayedText = {
  readonly messageId: string;
  readonly answer: { readonly status: number; readonly body: string };
  /** Null where the API does not show it within two seconds. */
  readonly message: ApiMessage | null;
};

const PATIENCE = 2_000; // within which an acknowledged message is readable
const PAUSE = 100;

/**
 * Sends a text message as the provider would, and reads back what Ringtrace made of it.
 *
 * @throws PlayError where the server cannot be reached or refuses the message.
 */
export async function playText(options: PlayTextOptions): Promise<PlayedText> {
  const { provider, site, url, to, from, text } = options;
  const player = players[provider];
  if (player.text === undefined) {
    throw new PlayError(`--provider ${provider} delivers no text messages.`);
  }
  const messageId = randomUUID();
  const { headers, body, ...request } = player.text({
    messageId,
    to,
    from,
    text,
    webhookUrl: `${url}/v1/messages/${provider}/${encodeURIComponent(site)}`,
    secret: options.secret ?? player.demoSecret,
    startedAt: await serverTime(url),
  });
  const reply = await ask(request.url, { method: 'POST', headers, body });
  const answer = { status: reply.status, body: await reply.text() };
  if (!reply.ok) {
    throw new PlayError(`${request.url} answers ${answer.status} ${answer.body.slice(0, 200)}`);
  }
  return { messageId, answer, message: await findMessage(options, messageId) };
}

async function findMessage(
  { url, site, apiKey }: PlayTextOptions,
  messageId: string,
): Promise<ApiMessage | null> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const reply = await ask(`${url}/api/v1/messages?site=${encodeURIComponent(site)}`, {
      headers: { authorization: `Bearer ${apiKey}` },
    });
    if (!reply.ok) throw new PlayError(`GET /api/v1/messages answers ${reply.status}.`);
    const { messages } = (await reply.json()) as { messages: ApiMessage[] };
    const found = messages.find(({ providerMessageId }) => providerMessageId === messageId);
    if (found || performance.now() >= until) return found ?? null;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}
