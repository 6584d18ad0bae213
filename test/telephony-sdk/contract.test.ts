import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../worker/domain/calls/call-event.ts';
import { mergeEvents, summarizeCall } from '../../worker/domain/calls/summarize-call.ts';
import {
  type CallPlan,
  DIAL_OUTCOMES,
  type DialOutcome,
  type Player,
  type SignedRequest,
} from '../../worker/local/cli/call-plan.ts';
import { players } from '../../worker/local/cli/players.ts';
import type { Provider, WebhookRequest } from '../../worker/telephony/provider.ts';
import { providers } from '../../worker/telephony/registry.ts';
import { answerContext, dialInstruction, messageInstruction } from '../support/make-answer.ts';
import { flips, ONCE, tampered } from './signed-parts.ts';

/*
 * What holds for every provider, on the requests that its player makes: signed by its official SDK where
 * that can sign.
 */

/** On a whole second, as providers tell it. */
const NOW = Math.floor(Date.now() / 1_000) * 1_000;

const names = Object.keys(providers) as (keyof typeof providers)[];

it('has a player for every provider', () => {
  expect(Object.keys(players).toSorted()).toEqual(names.toSorted());
});

describe.each(names)('%s', (name) => {
  const provider: Provider = providers[name];
  const player: Player = players[name];
  const webhookUrl = `https://calls.example.com/v1/calls/${name}/demo`;

  function planOf(outcome: DialOutcome): CallPlan {
    return {
      callId: player.newCallId(),
      to: '+33199002000',
      from: '+33639980001',
      outcome,
      webhookUrl,
      secret: player.demoSecret,
      startedAt: NOW,
      ringSeconds: 6,
      talkSeconds: 42,
      messageSeconds: 9,
    };
  }

  function sent({ url, headers, body, ...rest }: SignedRequest): WebhookRequest {
    const path = url.slice(webhookUrl.length).split('?')[0] ?? '';
    const event = path === '' ? undefined : path.slice(1);
    return { method: 'POST', ...rest, url, headers: new Headers(headers), body, event };
  }

  const contextOf = () => ({
    ...answerContext(webhookUrl),
    callbackUrl: (kind: string) => `${webhookUrl}/${kind}`,
    secrets: [player.demoSecret],
  });

  /** Every webhook of a call that is only forwarded. */
  async function played(outcome: DialOutcome): Promise<WebhookRequest[]> {
    const plan = planOf(outcome);
    const answer = await provider.answer([dialInstruction()], contextOf()).text();
    return [player.open(plan), ...player.follow(plan, answer)].map(sent);
  }

  /** What is told of a message that was left. */
  async function voicemail(): Promise<WebhookRequest[]> {
    const plan = planOf('missed');
    const answer = await provider.answer([messageInstruction()], contextOf()).text();
    return player.leaveMessage?.(plan, answer).map(sent) ?? [];
  }

  const verify = (request: WebhookRequest, secrets: readonly string[] = [player.demoSecret]) =>
    provider.verify(request, secrets, NOW);

  it('takes what was signed with any of the secrets, and with no other', async () => {
    for (const outcome of DIAL_OUTCOMES) {
      for (const request of await played(outcome)) {
        expect(await verify(request)).toBe(true);
        expect(await verify(request, ['another', player.demoSecret])).toBe(true);
        expect(await verify(request, ['another', ''])).toBe(false);
        expect(await verify(request, [])).toBe(false);
      }
    }
  });

  it('refuses every change of a single bit of what is signed', async () => {
    const [request] = (await played('answered')) as [WebhookRequest];
    for (const changed of tampered(name, request)) {
      expect(await verify(changed), JSON.stringify(changed)).toBe(false);
    }
  });

  it('names what is to be shown but once, where its scheme signs a time or a nonce', async () => {
    const nonces = (await played('answered')).map((request) => provider.nonce?.(request));
    const given = nonces.filter((nonce) => nonce !== undefined);
    expect(given).toHaveLength(ONCE.includes(name) ? nonces.length : 0);
    expect(new Set(given).size).toBe(given.length);
  });

  it.each(DIAL_OUTCOMES)(
    'tells the same %s call in any order and however often',
    async (outcome) => {
      const told = (await played(outcome)).map((request) => {
        const parsed = provider.parse(request, 'FR', NOW);
        if (!parsed.ok) throw new Error(parsed.detail);
        return parsed.events;
      });
      const whole = summarizeCall(told.flat());
      expect(whole).toMatchObject({
        number: '+33199002000',
        caller: '+33639980001',
        outcome,
        startedAt: NOW,
      });
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...told, ...told], { minLength: 2 * told.length }),
          (deliveries) => {
            const merged = deliveries.reduce<readonly CallEvent[]>(mergeEvents, []);
            expect(summarizeCall(merged)).toEqual(whole);
          },
        ),
        { numRuns: 50 },
      );
    },
  );

  it('tells of a message that was left, where it can take one', async () => {
    const webhooks = await voicemail();
    expect(webhooks.length > 0).toBe(provider.abilities.has('voicemail'));
    for (const request of webhooks) expect(await verify(request)).toBe(true);
    const events = webhooks.flatMap((request) => {
      const parsed = provider.parse(request, 'FR', NOW);
      if (!parsed.ok) throw new Error(parsed.detail);
      return parsed.events;
    });
    if (events.length === 0) return;
    expect(summarizeCall(events)).toMatchObject({
      outcome: 'voicemail',
      recordings: [{ of: 'voicemail', seconds: 9 }],
    });
  });

  it('never throws, whatever it is sent', async () => {
    const [request] = (await played('answered')) as [WebhookRequest];
    const event = fc.constantFrom(
      'dial-ring-0',
      'menu-1',
      'message',
      'recording',
      'whisper',
      'leg',
    );
    const any = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      body: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.json(),
        fc.constantFrom(...flips(request.body)),
      ),
      query: fc.webQueryParameters(),
      event: fc.option(fc.oneof(event, fc.string()), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ query, ...change }) => {
        const changed = { ...request, ...change, url: `${webhookUrl}?${query}` };
        const parsed = provider.parse(changed, 'FR', NOW);
        expect(typeof parsed.ok).toBe('boolean');
        expect(typeof (await verify(changed))).toBe('boolean');
      }),
    );
  });
});
