import { ask, PlayError } from './server.ts';

/** A call as `GET /api/v1/calls` gives it; times are epoch milliseconds. */
export type ApiCall = {
  readonly id: string;
  readonly provider: string;
  readonly providerCallId: string;
  readonly number: string | null;
  readonly caller: string | null;
  readonly startedAt: number;
  readonly outcome: string | null;
  readonly ringSeconds: number | null;
  readonly talkSeconds: number | null;
  readonly match: {
    readonly session: string | null;
    readonly band: string;
    readonly confidence: number;
    readonly reasons: readonly string[];
  } | null;
  readonly session: Readonly<Record<string, string | null>> | null;
};

const PATIENCE = 2_000; // within which an acknowledged call is readable
const PAUSE = 100;

/**
 * The call as the API shows it once its outcome is there; what is there after two seconds otherwise,
 * null where that is nothing.
 */
export async function findCall(
  url: string,
  site: string,
  apiKey: string,
  providerCallId: string,
): Promise<ApiCall | null> {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const call = await readCall(url, site, apiKey, providerCallId);
    if (call?.outcome || performance.now() >= until) return call;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

async function readCall(
  url: string,
  site: string,
  apiKey: string,
  providerCallId: string,
): Promise<ApiCall | null> {
  const reply = await ask(`${url}/api/v1/calls?site=${encodeURIComponent(site)}&limit=100`, {
    headers: { authorization: `Bearer ${apiKey}` },
  });
  if (reply.status === 401 || reply.status === 403) {
    throw new PlayError(
      `The API refuses the key (${reply.status}). Name the right one with --api-key.`,
    );
  }
  if (!reply.ok) throw new PlayError(`GET /api/v1/calls answers ${reply.status}.`);
  const { calls } = (await reply.json()) as { calls: ApiCall[] };
  return calls.find((call) => call.providerCallId === providerCallId) ?? null;
}
