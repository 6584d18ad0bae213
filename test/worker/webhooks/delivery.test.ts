import { abortAllDurableObjects, env, evictDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, SECOND } from '../../../worker/domain/time.ts';
import { askAsAdmin } from '../support/ask.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric } from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import {
  openInternet,
  type Receiver,
  readWebhooks,
  sendOut,
  subscribe,
} from '../support/receiver.ts';

// Days go by here, on a machine that may be slow.
vi.setConfig({ testTimeout: 30_000 });

const [NUMBER = ''] = numbers(1);
const EVENTS = { events: ['call.ended'] };

let internet: ReturnType<typeof openInternet>;
let receiver: Receiver;
let site: TestSite;

beforeEach(async () => {
  // Every failure is told, as it should be, and here there are many.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  internet = openInternet();
  receiver = internet.receiver('https://www.example.com/ringtrace');
  site = await makeSite();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
  internet.close();
  // Lest the next test meets what still waits here.
  await askAsAdmin('DELETE', `/api/v1/sites/${site.key}`);
  vi.unstubAllGlobals();
});

/** A call that is over. */
async function call(): Promise<void> {
  const ended = { v: 1, event: 'ended', call: newCallId(), to: NUMBER, from: CALLER };
  const response = await postGeneric(site, { ...ended, outcome: 'answered' });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

/** More than three, hour by hour. */
async function letDaysPass(): Promise<void> {
  for (let hours = 0; hours < 80; hours += 1) await advance(HOUR / SECOND);
}

const senderOf = ({ id }: TestSite) => env.WEBHOOKS.get(env.WEBHOOKS.idFromName(id));
const idsOf = (events: readonly { id: string }[]) => [...new Set(events.map(({ id }) => id))];
const admin = (method: string, path: string, body?: unknown) =>
  askAsAdmin(method, `/api/v1/sites/${site.key}/webhooks/${path}`, body);

describe('a receiver that fails', () => {
  it.each([
    ['answers with an error', 500, 'Answered 500.'],
    ['is not there', 'refuse', 'Could not be reached.'],
    [
      'redirects',
      Response.redirect('https://www.example.com/elsewhere', 302),
      'Answered 302, a redirect: name the address where it leads.',
    ],
  ] as const)('as it %s is tried again, with the same id', async (_, answer, lastError) => {
    const { secret } = await subscribe(site, receiver, EVENTS);
    receiver.answers(answer);
    await call();
    await sendOut(site);
    expect(await readWebhooks(site)).toMatchObject([
      { waiting: 1, setAside: 0, lastSuccessAt: null, lastError },
    ]);
    receiver.answers(204);
    await advance(30);
    expect(receiver.verified(secret).length).toBeGreaterThan(1);
    expect(idsOf(receiver.attempts())).toHaveLength(1);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 0, setAside: 0 }]);
    expect((await readWebhooks(site))[0]?.lastSuccessAt).toBeGreaterThan(0);
  });

  it('gets everything once it is back, though nothing is left in any memory', async () => {
    await subscribe(site, receiver, EVENTS);
    receiver.answers(500);
    await call();
    await evict(site);
    await sendOut(site);
    await call();
    await evictDurableObject(senderOf(site));
    await sendOut(site);
    await abortAllDurableObjects();
    await advance(60);
    receiver.answers(204);
    await advance(8 * 3_600);
    expect(idsOf(receiver.attempts())).toHaveLength(2);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 0 }]);
  });

  it('is asked less and less often, and what it did not take for three days is set aside', async () => {
    const { id } = await subscribe(site, receiver, EVENTS);
    receiver.answers(503);
    await call();
    await sendOut(site);
    await advance(600);
    const early = receiver.attempts().length;
    await letDaysPass();
    expect(receiver.attempts().length).toBeLessThan(20);
    expect(receiver.attempts().length).toBeGreaterThan(early);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 0, setAside: 1 }]);
    receiver.answers(204);
    await advance(DAY / SECOND);
    expect(await readWebhooks(site)).toMatchObject([{ setAside: 1 }]);
    expect((await admin('POST', `${id}/retry`)).status).toBe(202);
    await advance(1);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 0, setAside: 0 }]);
  });

  it('for a month has missed what was set aside', async () => {
    const { id } = await subscribe(site, receiver, EVENTS);
    receiver.answers(503);
    await call();
    await sendOut(site);
    await letDaysPass();
    expect(await readWebhooks(site)).toMatchObject([{ setAside: 1 }]);
    await advance((31 * DAY) / SECOND);
    receiver.answers(204);
    await call();
    await sendOut(site);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 0, setAside: 0 }]);
    const before = receiver.attempts().length;
    await admin('POST', `${id}/retry`);
    await advance(1);
    expect(receiver.attempts()).toHaveLength(before);
  });

  it('at one event gets the others all the same', async () => {
    await subscribe(site, receiver, EVENTS);
    await call();
    await sendOut(site);
    const [poison] = receiver.attempts();
    receiver.answers(500);
    await call();
    await sendOut(site);
    const disliked = idsOf(receiver.attempts()).find((id) => id !== poison?.id);
    receiver.answers(({ id }) => (id === disliked ? 500 : 204));
    await call();
    await sendOut(site);
    await advance(5);
    expect(idsOf(receiver.attempts())).toHaveLength(3);
    expect(await readWebhooks(site)).toMatchObject([{ waiting: 1 }]);
  });

  it('gets what waits as soon as its owner has changed the webhook', async () => {
    const { id } = await subscribe(site, receiver, EVENTS);
    receiver.answers(404);
    await call();
    await sendOut(site);
    await advance(3_600);
    const moved = internet.receiver('https://www.example.com/moved');
    expect((await admin('PATCH', id, { url: moved.url })).status).toBe(204);
    await advance(1);
    expect(moved.attempts()).toHaveLength(1);
  });
});

describe('a receiver that hangs', () => {
  it('holds up neither other receivers, nor D1, nor calls', async () => {
    const slow = internet.receiver('https://slow.example.com/');
    slow.answers('hang');
    await subscribe(site, slow, EVENTS);
    await subscribe(site, receiver, EVENTS);
    await call();
    // Not by moving the clock, which waits for what comes of it.
    await vi.waitFor(() => expect(receiver.attempts()).toHaveLength(1), { timeout: 10_000 });
    expect(slow.attempts()).toHaveLength(1);
    await call();
    await vi.waitFor(() => expect(receiver.attempts()).toHaveLength(2), { timeout: 10_000 });
    expect(slow.attempts()).toHaveLength(1);
  });
});

describe('while D1 is down', () => {
  it('nothing is lost', async () => {
    await subscribe(site, receiver, EVENTS);
    await breakDown({ d1: true });
    await call();
    await advance(5).catch(() => {});
    await mendAll();
    await advance(60);
    await advance(60);
    expect(idsOf(receiver.attempts())).toHaveLength(1);
  });
});

describe('a secret', () => {
  it('that is new signs beside the one before for a day, then alone', async () => {
    const { id, secret: old } = await subscribe(site, receiver, EVENTS);
    const rotated = await admin('POST', `${id}/secret`);
    const { secret } = await rotated.json<{ secret: string }>();
    expect(secret).not.toBe(old);
    await call();
    await sendOut(site);
    expect(receiver.verified(old)).toEqual(receiver.verified(secret));
    await advance(DAY / SECOND);
    await call();
    await sendOut(site);
    expect(receiver.verified(secret)).toHaveLength(2);
    expect(() => receiver.verified(old)).toThrow('No matching signature found');
  });

  it('is shown once, and stored nowhere in the clear', async () => {
    const { secret } = await subscribe(site, receiver, EVENTS);
    expect(JSON.stringify(await readWebhooks(site))).not.toContain(secret);
    const { results } = await env.DB.prepare('SELECT * FROM webhooks').all();
    expect(JSON.stringify(results)).not.toContain(secret.slice('whsec_'.length));
  });
});

describe('a webhook', () => {
  it('that is switched off is sent nothing until it is on again', async () => {
    const { id } = await subscribe(site, receiver, EVENTS);
    receiver.answers(500);
    await call();
    await sendOut(site);
    const before = receiver.attempts().length;
    await admin('PATCH', id, { active: false });
    receiver.answers(204);
    await call();
    await sendOut(site, 60);
    expect(receiver.attempts()).toHaveLength(before);
    await admin('PATCH', id, { active: true });
    await advance(1);
    expect(receiver.attempts()).toHaveLength(before + 1);
  });

  it('that is deleted takes with it what waits', async () => {
    const { id } = await subscribe(site, receiver, EVENTS);
    receiver.answers(500);
    await call();
    await sendOut(site);
    const before = receiver.attempts().length;
    expect((await admin('DELETE', id)).status).toBe(204);
    await advance(600);
    expect(receiver.attempts()).toHaveLength(before);
    expect(await readWebhooks(site)).toEqual([]);
  });

  it('goes with its site, and all that waits', async () => {
    await subscribe(site, receiver, EVENTS);
    receiver.answers(500);
    await call();
    await sendOut(site);
    const before = receiver.attempts().length;
    expect((await askAsAdmin('DELETE', `/api/v1/sites/${site.key}`)).status).toBe(204);
    await advance(600);
    expect(receiver.attempts()).toHaveLength(before);
    expect(await senderOf(site).status()).toEqual([]);
  });
});
