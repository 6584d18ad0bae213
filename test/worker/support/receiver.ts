import { Webhook } from 'standardwebhooks';
import { vi } from 'vitest';
import { askAsAdmin } from './ask.ts';
import { advance } from './local.ts';
import type { TestSite } from './make-site.ts';
import { drain, poolOf } from './pool.ts';

/** An event as a receiver has read it. */
export type Received = {
  readonly id: string;
  readonly type: string;
  readonly timestamp: string;
  readonly site: string;
  readonly data: Record<string, unknown>;
};

type Answer = number | 'hang' | 'refuse' | Response;

/** The internet, as far as events go into it: receivers by address. */
export function openInternet() {
  const receivers = new Map<string, (request: Request) => Promise<Response>>();
  let open = true;
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    const receive = receivers.get(url);
    if (receive === undefined) throw new TypeError(`nobody at ${url}`);
    return receive(new Request(url, init));
  });
  return {
    /** Whoever waits waits no longer, and nobody is reached any more. */
    close(): void {
      open = false;
      receivers.clear();
    },
    /** Somebody who reads what comes in, and answers as told. */
    receiver(url: string) {
      const requests: { headers: Headers; body: string }[] = [];
      let answer: (body: Received) => Answer = () => 204;
      receivers.set(url, async (request) => {
        const body = await request.text();
        requests.push({ headers: request.headers, body });
        const given = answer({ id: request.headers.get('webhook-id') ?? '', ...JSON.parse(body) });
        if (given === 'refuse') throw new TypeError('connection refused');
        if (given === 'hang') {
          // Looked for, not told: a promise belongs to the object that waits for it.
          while (open) await new Promise((resolve) => setTimeout(resolve, 20));
          throw new TypeError('connection lost');
        }
        return typeof given === 'number' ? new Response(null, { status: given }) : given;
      });
      return {
        url,
        answers(how: Answer | ((event: Received) => Answer)): void {
          answer = typeof how === 'function' ? how : () => how;
        },
        /** Every attempt, whatever was answered. */
        requests: () => requests,
        attempts: (): Received[] =>
          requests.map(({ headers, body }) => ({
            id: headers.get('webhook-id') ?? '',
            ...JSON.parse(body),
          })),
        /** Every attempt, its signature checked by the standard's own library. */
        verified: (secret: string): Received[] =>
          requests.map(({ headers, body }) => {
            const read = new Webhook(secret).verify(body, Object.fromEntries(headers)) as Received;
            return { ...read, id: headers.get('webhook-id') ?? '' };
          }),
      };
    },
  };
}

export type Receiver = ReturnType<ReturnType<typeof openInternet>['receiver']>;

/** Has a site's events sent to a receiver. */
export async function subscribe(
  site: Pick<TestSite, 'key'>,
  { url }: Receiver,
  change: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const settings = { url, events: ['call.missed', 'call.voicemail', 'call.ended'], ...change };
  const response = await askAsAdmin('POST', `/api/v1/sites/${site.key}/webhooks`, settings);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json();
}

/** A site's webhooks, as its owner reads how they are doing. */
export async function readWebhooks(
  site: Pick<TestSite, 'key'>,
): Promise<Record<string, unknown>[]> {
  const response = await askAsAdmin('GET', `/api/v1/sites/${site.key}/webhooks`);
  return (await response.json<{ webhooks: Record<string, unknown>[] }>()).webhooks;
}

/** All that is due goes out: to D1, to the sender, and from there to receivers. */
export async function sendOut(site: TestSite, seconds = 3): Promise<void> {
  // Behind whatever the worker still tells the pool after its answer.
  await poolOf(site).numbers();
  await drain(site);
  await advance(seconds);
  await advance(1);
}
