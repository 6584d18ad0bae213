import { env, evictDurableObject } from 'cloudflare:test';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { runs } from '../pool/model/runs.ts';
import { askAsAdmin } from '../support/ask.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { newCallId, postGeneric } from '../support/phone.ts';
import { poolOf } from '../support/pool.ts';
import { openInternet, type Receiver, subscribe } from '../support/receiver.ts';

const [NUMBER = ''] = numbers(1);

/** Whatever may happen between a call and its event's arrival. */
type Step =
  | { readonly do: 'call' }
  | { readonly do: 'answer'; readonly with: 204 | 500 | 'refuse' }
  | { readonly do: 'advance'; readonly seconds: number }
  | { readonly do: 'd1'; readonly down: boolean }
  | { readonly do: 'evict'; readonly what: 'pool' | 'sender' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Step>({ do: 'call' }) },
  fc.record({
    do: fc.constant('answer' as const),
    with: fc.constantFrom(204 as const, 500 as const, 'refuse' as const),
  }),
  fc.record({ do: fc.constant('advance' as const), seconds: fc.constantFrom(1, 3, 20, 900) }),
  fc.record({ do: fc.constant('d1' as const), down: fc.boolean() }),
  fc.record({
    do: fc.constant('evict' as const),
    what: fc.constantFrom('pool' as const, 'sender' as const),
  }),
);

async function take(site: TestSite, receiver: Receiver, told: string[], at: Step): Promise<void> {
  switch (at.do) {
    case 'call': {
      const call = newCallId();
      const ended = { v: 1, event: 'ended', call, to: NUMBER, outcome: 'missed' };
      const { ok } = await postGeneric(site, ended);
      if (ok) told.push(call);
      return;
    }
    case 'answer':
      return receiver.answers(at.with);
    case 'advance':
      // Who looks for due alarms asks D1.
      return advance(at.seconds).catch(() => {});
    case 'd1':
      return breakDown({ d1: at.down });
    case 'evict': {
      const sender = env.WEBHOOKS.get(env.WEBHOOKS.idFromName(site.id));
      const object = at.what === 'pool' ? poolOf(site) : sender;
      // Only what runs can be evicted.
      await object.status();
      return evictDurableObject(object);
    }
  }
}

it('whatever fails and in whatever order, every event arrives, each under one id', async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {});
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const internet = openInternet();
      const site = await makeSite();
      const receiver = internet.receiver(`https://www.example.com/${site.key}`);
      const { secret } = await subscribe(site, receiver, {
        events: ['call.missed', 'call.ended'],
      });
      const told: string[] = [];
      for (const each of steps) await take(site, receiver, told, each);
      await mendAll();
      receiver.answers(204);
      for (let hour = 0; hour < 9; hour += 1) await advance(3_600);
      const arrived = receiver.verified(secret);
      const idsByCall = Map.groupBy(arrived, ({ type, data }) => `${type} ${data.providerCallId}`);
      const wanted = told.flatMap((call) => [`call.missed ${call}`, `call.ended ${call}`]);
      expect([...idsByCall.keys()].sort()).toEqual(wanted.sort());
      for (const events of idsByCall.values()) {
        expect(new Set(events.map(({ id }) => id)).size).toBe(1);
      }
      await askAsAdmin('DELETE', `/api/v1/sites/${site.key}`);
      vi.unstubAllGlobals();
    }),
    runs(8),
  );
}, 120_000);
