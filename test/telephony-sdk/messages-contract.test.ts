import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import plivoSdk from 'plivo';
import twilioSdk from 'twilio';
import { describe, expect, it } from 'vitest';
import type { TextPlan } from '../../worker/local/cli/call-plan.ts';
import { players } from '../../worker/local/cli/players.ts';
import { unescapeXml } from '../../worker/local/cli/read-twiml.ts';
import type { Messaging, Provider, WebhookRequest } from '../../worker/telephony/provider.ts';
import { providers } from '../../worker/telephony/registry.ts';
import { flips, ONCE, type ProviderName, tampered } from './signed-parts.ts';

/* What holds for every provider that delivers text messages, on what its player sends. */

/** On a whole second, as providers tell it. */
const NOW = Math.floor(Date.now() / 1_000) * 1_000;
const TEXT = 'Haben Sie offen? 🥐 <b> & "Gruß"';
const names = Object.keys(providers) as ProviderName[];
const delivering = names.filter((name) => 'messaging' in providers[name]);

it('is known which deliver text messages, and which can send them on', () => {
  const forwards = (name: ProviderName) => (providers[name] as Provider).messaging?.forwards;
  expect(Object.fromEntries(delivering.map((name) => [name, forwards(name)]))).toEqual({
    twilio: true,
    telnyx: false,
    plivo: true,
    vonage: false,
    signalwire: true,
    bandwidth: false,
    generic: true,
  });
});

it('stands in the README as it is', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const all: Readonly<Record<string, Provider>> = providers;
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  expect(readme).toContain(
    [
      row(['text messages', ...delivering]),
      row(['---', ...delivering.map(() => '---')]),
      row(['kept and matched', ...delivering.map(() => 'yes')]),
      row(['sent on', ...delivering.map((name) => (all[name]?.messaging?.forwards ? 'yes' : '–'))]),
    ].join('\n'),
  );
});

describe.each(delivering)('%s', (name) => {
  const provider: Provider = providers[name];
  const messaging = provider.messaging as Messaging;
  const player = players[name];
  const webhookUrl = `https://calls.example.com/v1/messages/${name}/demo`;

  function told(change: Partial<TextPlan> = {}): WebhookRequest {
    if (player.text === undefined) throw new Error('the player sends none');
    const { url, headers, body } = player.text({
      messageId: 'message-1',
      to: '+33199002000',
      from: '+33639980001',
      text: TEXT,
      webhookUrl,
      secret: player.demoSecret,
      startedAt: NOW,
      ...change,
    });
    return { method: 'POST', url, headers: new Headers(headers), body, event: undefined };
  }
  const verify = (request: WebhookRequest, secrets: readonly string[] = [player.demoSecret]) =>
    provider.verify(request, secrets, NOW);

  it('takes what was signed with any of the secrets, and with no other', async () => {
    expect(await verify(told(), ['another', player.demoSecret])).toBe(true);
    expect(await verify(told(), ['another', ''])).toBe(false);
    expect(await verify(told(), [])).toBe(false);
  });

  it('refuses every change of a single bit of what is signed', async () => {
    for (const changed of tampered(name, told())) {
      expect(await verify(changed), JSON.stringify(changed)).toBe(false);
    }
  });

  it('names what is to be shown but once, where its scheme signs a time or a nonce', () => {
    expect(provider.nonce?.(told()) !== undefined).toBe(ONCE.includes(name));
  });

  it('tells who wrote what to which number, and when', () => {
    const parsed = messaging.parse(told(), 'FR', NOW);
    expect(parsed).toEqual({
      ok: true,
      messages: [
        {
          id: 'message-1',
          at: NOW,
          clock: expect.stringMatching(/^(provider|arrival)$/),
          number: '+33199002000',
          sender: '+33639980001',
          text: TEXT,
          media: 0,
        },
      ],
    });
  });

  it('tells the same text, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const parsed = messaging.parse(told({ text }), 'FR', NOW);
        expect(parsed).toMatchObject({ ok: true, messages: [{ text }] });
      }),
    );
  });

  it('knows nobody by a name', () => {
    const parsed = messaging.parse(told({ from: '+AMAZON' }), 'FR', NOW);
    expect(parsed).toMatchObject({ ok: true, messages: [{ sender: null, text: TEXT }] });
  });

  it('is not taken without an id, or to no number', () => {
    for (const change of [{ messageId: '' }, { messageId: 'x'.repeat(200) }, { to: '+nobody' }]) {
      const parsed = messaging.parse(told(change), 'FR', NOW);
      expect(parsed).toMatchObject({ ok: false, code: 'body_invalid' });
      if (!parsed.ok) expect(parsed.detail).not.toMatch(/nobody|xxx|croissant|Gruß/);
    }
  });

  it('believes no time that has not come yet', () => {
    const request = told({ startedAt: NOW + 86_400_000 });
    expect(messaging.parse(request, 'FR', NOW)).toMatchObject({
      ok: true,
      messages: [{ at: NOW, clock: 'arrival' }],
    });
  });

  it('says that the message is kept, and sends on what is to be sent on', async () => {
    const kept = messaging.answer([]);
    expect(kept.ok).toBe(true);
    expect(await kept.text()).not.toContain('+33');
    if (!messaging.forwards) return;
    const forward = { from: '+33199002000', to: '+33639980009', text: `+33639980001: ${TEXT}` };
    const answer = messaging.answer([forward]);
    expect(answer.ok).toBe(true);
    const said = await answer.text();
    expect(said).toContain('33639980009');
    expect(said).toContain('Haben Sie offen? 🥐');
    if (said.startsWith('<')) expect(said).not.toContain('<b>');
  });

  it('never throws, whatever it is sent', async () => {
    const request = told();
    const any = fc.record({
      method: fc.constantFrom('GET', 'POST'),
      body: fc.oneof(
        fc.string({ unit: 'grapheme' }),
        fc.json(),
        fc.constantFrom(...flips(request.body)),
      ),
      query: fc.webQueryParameters(),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ query, ...change }) => {
        const changed = { ...request, ...change, url: `${webhookUrl}?${query}` };
        expect(typeof messaging.parse(changed, 'FR', NOW).ok).toBe('boolean');
        expect(typeof (await verify(changed))).toBe('boolean');
      }),
    );
  });
});

describe('what sends a message on is as the SDKs write it', () => {
  const forward = { from: '+33199002000', to: '+33639980009', text: `+33639980001: ${TEXT}` };

  it.each(['twilio', 'signalwire'] as const)('for %s', async (name) => {
    const response = new twilioSdk.twiml.MessagingResponse();
    response.message({ to: forward.to }, forward.text);
    expect(await parts(providers[name].messaging?.answer([forward]))).toEqual(
      read(response.toString()),
    );
  });

  it('for plivo', async () => {
    const response = plivoSdk.Response();
    response.addMessage(forward.text, { src: '33199002000', dst: '33639980009', type: 'sms' });
    expect(await parts(providers.plivo.messaging?.answer([forward]))).toEqual(
      read(response.toXML()),
    );
  });

  const parts = async (response: Response | undefined) => read((await response?.text()) ?? '');

  /** Tag, attributes and text, whatever is escaped. */
  function read(xml: string) {
    const [, attributes = '', text = ''] = /<Message\b([^>]*)>([^<]*)<\/Message>/.exec(xml) ?? [];
    const named = [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [
      key,
      value,
    ]);
    return { attributes: Object.fromEntries(named), text: unescapeXml(text) };
  }
});

describe('of several ways to tell it', () => {
  const post = (name: ProviderName, body: string): WebhookRequest => ({
    method: 'POST',
    url: `https://calls.example.com/v1/messages/${name}/demo`,
    headers: new Headers(),
    body,
    event: undefined,
  });
  const read = (name: ProviderName, body: string) =>
    (providers[name] as Provider).messaging?.parse(post(name, body), 'FR', NOW);

  it.each([
    ['twilio', 'MessageSid=MM1&From=%2B33639980001&To=%2B33199002000&Body=&NumMedia=2', 2],
    ['plivo', 'MessageUUID=a&From=33639980001&To=33199002000&Type=mms&Media0=u&Media1=v', 2],
    [
      'vonage',
      '{"channel":"mms","message_uuid":"a","to":"33199002000","from":"33639980001","message_type":"image","image":{"url":"u"}}',
      1,
    ],
    [
      'telnyx',
      '{"data":{"event_type":"message.received","payload":{"id":"a","from":{"phone_number":"+33639980001"},"to":[{"phone_number":"+33199002000"}],"media":[{},{}]}}}',
      2,
    ],
    [
      'bandwidth',
      '[{"type":"message-received","to":"+33199002000","message":{"id":"a","from":"+33639980001","media":["u"]}}]',
      1,
    ],
    ['generic', '{"v":1,"message":"a","to":"01 99 00 20 00","from":"06 39 98 00 01","media":3}', 3],
  ] as const)('%s counts pictures', (name, body, media) => {
    expect(read(name, body)).toMatchObject({
      ok: true,
      messages: [{ number: '+33199002000', sender: '+33639980001', text: '', media }],
    });
  });

  it.each([
    ['telnyx', '{"data":{"event_type":"message.finalized","payload":{"id":"a"}}}'],
    ['bandwidth', '[{"type":"message-delivered","to":"+33639980001","message":{"id":"a"}}]'],
    ['bandwidth', '[]'],
  ] as const)('%s may tell of something else: %s', (name, body) => {
    expect(read(name, body)).toEqual({ ok: true, messages: [] });
  });

  it('Bandwidth may tell of several at once', () => {
    const one = (id: string) => ({
      type: 'message-received',
      message: { id, owner: '+33199002000', from: '+33639980001', text: id },
    });
    expect(read('bandwidth', JSON.stringify([one('a'), one('b')]))).toMatchObject({
      messages: [{ id: 'a' }, { id: 'b' }],
    });
  });

  it('WhatsApp by Vonage is no text message', () => {
    expect(read('vonage', '{"channel":"whatsapp","message_uuid":"a"}')).toMatchObject({
      ok: false,
      detail: expect.stringContaining('channel'),
    });
  });
});
