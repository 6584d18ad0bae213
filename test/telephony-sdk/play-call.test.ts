import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallEvent } from '../../worker/domain/calls/call-event.ts';
import { mergeEvents, summarizeCall } from '../../worker/domain/calls/summarize-call.ts';
import { type Flow, USUAL_FLOW } from '../../worker/domain/flows/flow.ts';
import { readPosition } from '../../worker/domain/flows/position.ts';
import { runFlow } from '../../worker/domain/flows/run-flow.ts';
import { readOptions } from '../../worker/local/cli/call-options.ts';
import { describeCall } from '../../worker/local/cli/describe-call.ts';
import { type PlayOptions, playCall } from '../../worker/local/cli/play-call.ts';
import { type PlayedProvider, players } from '../../worker/local/cli/players.ts';
import { PlayError } from '../../worker/local/cli/server.ts';
import { findProvider } from '../../worker/telephony/registry.ts';

const BASE = 'http://localhost:8787';
/** The clock of the server, an hour ahead of everybody else's; on a whole second, as providers tell it. */
const NOW = Math.floor(Date.now() / 1_000) * 1_000 + 3_600_000;
const SECRETS = Object.values(players).map(({ demoSecret }) => demoSecret);

/** The least server that speaks the contract, on the real providers. */
function fakeServer(flow: Flow = USUAL_FLOW) {
  const calls = new Map<string, readonly CallEvent[]>();
  const webhook = async (request: Request): Promise<Response> => {
    const [, , , id = '', , ...rest] = new URL(request.url).pathname.split('/');
    const event = rest.length === 0 ? undefined : rest.join('/');
    const provider = findProvider(id);
    if (provider === undefined) return new Response(null, { status: 404 });
    const { method, url, headers } = request;
    const sent = { method, url, headers, body: await request.text(), event };
    if (!(await provider.verify(sent, SECRETS, NOW))) return new Response(null, { status: 403 });
    const parsed = provider.parse(sent, 'FR', NOW);
    if (!parsed.ok) return new Response(parsed.detail, { status: 400 });
    calls.set(
      parsed.providerCallId,
      mergeEvents(calls.get(parsed.providerCallId) ?? [], parsed.events),
    );
    const { caller = null } = parsed.events[0] ?? {};
    const context = {
      caller,
      number: '+33199002000',
      callbackUrl: (name: string) => `${BASE}/v1/calls/${id}/demo/${name}`,
      secrets: ['demo-bandwidth-user:password'],
    };
    const position = parsed.asksForFlow ? readPosition(parsed.next ?? event) : undefined;
    if (position === undefined) return provider.acknowledge();
    const welcome = { isBlocked: false, isSuspected: false };
    const call = { ...context, ...welcome, now: NOW, callerCountry: 'FR', source: null, chance: 0 };
    const heard = parsed.events.flatMap(({ step }) => (step.type === 'dialled' ? [step] : []))[0];
    const turn = runFlow(
      flow,
      position,
      { ...(heard && { result: heard.result }) },
      { ...call, forwardTo: '+33199001234' },
    );
    return provider.answer(turn.instructions, context);
  };
  return async (input: string, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname === '/_local/clock') return Response.json({ now: NOW });
    if (pathname.startsWith('/v1/calls/')) return webhook(request);
    const list = [...calls].map(([providerCallId, events]) => {
      const match = { session: 's1', band: 'high', confidence: 0.95, reasons: ['live lease'] };
      const session = { source: 'google', medium: 'cpc', campaign: 'spring', gclid: null };
      return { id: 'c1', providerCallId, ...summarizeCall(events), match, session };
    });
    return Response.json({ calls: list, next: null });
  };
}

beforeEach(() => void vi.stubGlobal('fetch', fakeServer()));
afterEach(() => void vi.unstubAllGlobals());

const options = (rest: Partial<PlayOptions> = {}): PlayOptions => ({
  provider: 'twilio',
  to: '+33199002000',
  from: '+33639980001',
  outcome: 'answered',
  site: 'demo',
  url: BASE,
  apiKey: 'demo-api-key',
  ...rest,
});

const VOICEMAIL: Flow = {
  ...USUAL_FLOW,
  voicemail: { prompt: { say: 'After the tone.', language: 'en-US' }, maxSeconds: 60 },
};

/** These tell no time of their own: what is played at once has happened at once. */
const TIMELESS: readonly PlayedProvider[] = ['zadarma'];

describe.each(Object.keys(players) as PlayedProvider[])('%s plays a call that is', (provider) => {
  it.each([
    ['answered', { outcome: 'answered', ringSeconds: 6, talkSeconds: 42 }],
    ['missed', { outcome: 'missed', ringSeconds: 6, talkSeconds: 0 }],
    ['busy', { outcome: 'busy', ringSeconds: 0, talkSeconds: 0 }],
  ] as const)('%s', async (outcome, expected) => {
    const played = await playCall(options({ provider, outcome }));
    expect(played.call).toMatchObject({
      ...(TIMELESS.includes(provider) ? { outcome } : expected),
      providerCallId: played.callId,
      number: '+33199002000',
      caller: '+33639980001',
      startedAt: NOW,
    });
    expect(played.events.every(({ status }) => status < 300)).toBe(true);
  });

  it('the same when its events are reversed and repeated', async () => {
    const arrange = <T>(events: T[]) => [...events.toReversed(), ...events];
    const played = await playCall(options({ provider, arrange }));
    const seconds = TIMELESS.includes(provider) ? {} : { ringSeconds: 6, talkSeconds: 42 };
    expect(played.call).toMatchObject({ outcome: 'answered', ...seconds });
  });
});

const takesMessages = (name: PlayedProvider) =>
  findProvider(name)?.abilities.has('voicemail') ?? false;
const all = Object.keys(players) as PlayedProvider[];

describe('a voicemail', () => {
  it.each(all.filter(takesMessages))('is left with %s where nobody picks up', async (provider) => {
    vi.stubGlobal('fetch', fakeServer(VOICEMAIL));
    for (const arrange of [undefined, <T>(events: T[]) => [...events.toReversed(), ...events]]) {
      const played = await playCall(
        options({ provider, outcome: 'voicemail', ...(arrange && { arrange }) }),
      );
      expect(played.call).toMatchObject({
        outcome: 'voicemail',
        providerCallId: played.callId,
        talkSeconds: 0,
        recordings: [{ of: 'voicemail', seconds: 9, url: expect.stringMatching(/^https:/) }],
      });
    }
  });

  it.each(all.filter(takesMessages))(
    'is asked for by no flow, and %s says so',
    async (provider) => {
      await expect(playCall(options({ provider, outcome: 'voicemail' }))).rejects.toThrow(
        /\+33199002000.*flow with "voicemail"/,
      );
    },
  );

  it.each(all.filter((name) => !takesMessages(name)))(
    'is nothing that %s takes',
    async (provider) => {
      await expect(playCall(options({ provider, outcome: 'voicemail' }))).rejects.toThrow(
        new RegExp(`${provider} takes no messages`),
      );
    },
  );
});

it('is described in lines', async () => {
  const played = await playCall(options());
  const text = describeCall(options(), played);
  expect(text).toContain('<Number statusCallback=');
  expect(text).toMatch(/Match: high, confidence 0.95\n {2}session {5}s1/);
  expect(text).toContain('campaign    spring');
  expect(text).not.toContain('gclid');
});

it.each([
  [0.8999302836464337, '0.9'],
  [0.95, '0.95'],
  [0.123456, '0.12'],
  [1, '1'],
])('prints a confidence of %d with at most two decimals', async (confidence, printed) => {
  const { call, ...played } = await playCall(options());
  if (!call?.match) throw new Error('the call has no match');
  const text = describeCall(options(), {
    ...played,
    call: { ...call, match: { ...call.match, confidence } },
  });
  expect(text).toContain(`confidence ${printed}\n`);
});

describe('what goes wrong is said with what to do', () => {
  it('a wrong secret', async () => {
    await expect(playCall(options({ secret: 'wrong' }))).rejects.toThrow(/403.*\n.*--secret/);
  });

  it('a server that is not running', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('fetch failed')));
    await expect(playCall(options())).rejects.toThrow(/npm start/);
  });

  it.each([
    [[], /--to is missing/],
    [['--to', '01 99 00 20 00'], /E\.164/],
    [['--to', '+33199002000', '--provider', 'acme'], /--provider acme is unknown; known: twilio/],
    [['--to', '+33199002000', '--outcome', 'happy'], /known: answered, missed, busy, voicemail/],
    [['--to', '+33199002000', '--url', 'localhost'], /--url localhost/],
    [['--too', '1'], /--help/],
  ])('options %j', (args, message) => {
    expect(() => readOptions(args, undefined)).toThrow(PlayError);
    expect(() => readOptions(args, undefined)).toThrow(message);
  });
});

it('tells events twice, and in another order, where asked to', () => {
  const arranged = (...flags: string[]) => {
    const command = readOptions(['--to', '+33199002000', ...flags], undefined);
    if (command.help) throw new Error('help was not asked for');
    const events = Array.from({ length: 9 }, (_, index) => ({
      name: String(index),
      url: BASE,
      headers: {},
      body: '',
    }));
    return command.play.arrange?.(events).map(({ name }) => name) ?? [];
  };
  const inOrder = [...'012345678'];
  expect(arranged()).toEqual(inOrder);
  expect(arranged('--duplicates')).toEqual([...inOrder, ...inOrder]);
  const shuffled = arranged('--shuffle', '--duplicates');
  expect(shuffled.toSorted()).toEqual([...inOrder, ...inOrder].toSorted());
});

it('rings the local server on the port in the environment', () => {
  const command = readOptions(['--to', '+33199002000'], '9000');
  expect(command).toMatchObject({ play: { url: 'http://localhost:9000', provider: 'twilio' } });
});
