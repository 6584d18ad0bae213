import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CallEvent } from '../../worker/domain/calls/call-event.ts';
import { summarizeCall } from '../../worker/domain/calls/summarize-call.ts';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import { generic } from '../../worker/telephony/providers/generic.ts';

/* What the README has people paste into Asterisk tells what `generic` takes. */

const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
const section = /### Asterisk\n(.*?)\n### /s.exec(readme)?.[1] ?? '';
const block = (language: string) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, 's').exec(section)?.[1] ?? '';

const SECRET = 'generic-secret';
const webhook = (body: string, headers: HeadersInit = {}): WebhookRequest => ({
  method: 'POST',
  url: 'https://YOUR-WORKER/v1/calls/generic/YOUR-SITE-KEY',
  headers: new Headers(headers),
  body,
  event: undefined,
});

function eventsOf(request: WebhookRequest): readonly CallEvent[] {
  const parsed = generic.parse(request, 'FR', Date.now());
  if (!parsed.ok) throw new Error(parsed.detail);
  return parsed.events;
}

afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

describe('the dialplan', () => {
  const bodies = [...block('ini').matchAll(/\$\{RINGTRACE_URL\},(\{.*\})\)\}\)$/gm)].map(
    ([, body = '']) => body,
  );
  const filled = (values: Record<string, string>) =>
    bodies.map((body) => body.replace(/\$\{(\w+)\}/g, (_, name) => values[name] ?? ''));

  it.each([
    [
      { OUTCOME: 'answered', TALKED: '42' },
      { outcome: 'answered', talkSeconds: 42 },
    ],
    [
      { OUTCOME: 'missed', TALKED: '0' },
      { outcome: 'missed', talkSeconds: 0 },
    ],
    [
      { OUTCOME: 'busy', TALKED: '0' },
      { outcome: 'busy', talkSeconds: 0 },
    ],
    [
      { OUTCOME: 'failed', TALKED: '0', CALLER: '' },
      { outcome: 'failed', caller: null },
    ],
  ])('tells of a call with %j', (values, expected) => {
    expect(bodies).toHaveLength(2);
    const call = { UNIQUEID: '1764079200.12', ARG1: '+33199002000', CALLER: '+33639980001' };
    const events = filled({ ...call, ...values }).flatMap((body) => eventsOf(webhook(body)));
    expect(summarizeCall(events)).toMatchObject({ number: '+33199002000', ...expected });
  });

  it('sets every outcome that it tells', () => {
    const outcomes = [...block('ini').matchAll(/Set\(OUTCOME=(\w+)\)/g)].map(([, name]) => name);
    expect(new Set(outcomes)).toEqual(new Set(['answered', 'busy', 'missed', 'failed']));
  });

  it('shows a login that is taken', async () => {
    const login = 'asterisk:A LONG RANDOM PASSWORD';
    expect(block('ini')).toContain(`RINGTRACE_LOGIN=${login}`);
    const request = webhook('{}', { authorization: `Basic ${btoa(login)}` });
    expect(await generic.verify(request, [login], Date.now())).toBe(true);
  });
});

describe('the program for ARI', () => {
  const channel = (id: string, rest: object = {}) => ({
    id,
    state: 'Ring',
    caller: { name: '', number: '+33639980001' },
    dialplan: { context: 'from-your-carrier', exten: '+33199002000', priority: 1 },
    ...rest,
  });
  const CALLER = channel('1764079200.12');
  const PHONE = channel('1764079200.12-phone', { state: 'Ringing' });

  /** Starts the program as it stands in the README; what it asks of Asterisk, and what it tells. */
  async function start(reply: object | null = { forwardTo: '+33199001234', ringSeconds: 25 }) {
    const asked: string[] = [];
    const told: WebhookRequest[] = [];
    let socket: { onmessage(event: { data: string }): void } | undefined;
    vi.stubGlobal(
      'WebSocket',
      class {
        onmessage = () => {};
        constructor() {
          socket = this;
        }
      },
    );
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      if (!url.startsWith('http://localhost:8088/ari/')) {
        told.push(webhook(String(init.body), init.headers));
        return reply ? Response.json(reply) : new Response(null, { status: 503 });
      }
      const { pathname, searchParams } = new URL(url);
      asked.push(`${init.method} ${pathname.slice('/ari'.length)} ${searchParams}`);
      if (pathname.endsWith('/variable')) return Response.json({ value: 'allowed' });
      return Response.json({ id: 'bridge-1' });
    });
    vi.stubEnv('RINGTRACE_SECRET', SECRET);
    vi.stubEnv('ARI_LOGIN', 'user:password');
    const file = join(await mkdtemp(join(tmpdir(), 'ringtrace-ari-')), 'ringtrace-ari.mjs');
    await writeFile(file, block('js'));
    await import(/* @vite-ignore */ pathToFileURL(file).href);
    const happens = async (type: string, rest: object) => {
      const before = asked.length + told.length;
      socket?.onmessage({ data: JSON.stringify({ type, application: 'ringtrace', ...rest }) });
      await vi.waitFor(() => expect(asked.length + told.length).toBeGreaterThan(before));
      await new Promise((resolve) => setTimeout(resolve));
    };
    return { asked, told, happens };
  }

  it('connects a caller, and tells what came of it, signed', async () => {
    const { asked, told, happens } = await start();
    await happens('StasisStart', { channel: CALLER, args: [] });
    await vi.waitFor(() => expect(asked.join('\n')).toContain('POST /channels '));
    expect(asked.join('\n')).toContain('endpoint=PJSIP%2F%2B33199001234%40YOUR-TRUNK');
    expect(asked.join('\n')).toContain('timeout=25');
    await happens('ChannelStateChange', { channel: PHONE });
    await happens('StasisStart', { channel: PHONE, args: ['phone'] });
    await vi.waitFor(() => expect(told).toHaveLength(3));
    expect(asked).toContain(
      'POST /bridges/bridge-1/addChannel channel=1764079200.12%2C1764079200.12-phone',
    );
    await happens('ChannelDestroyed', { channel: PHONE, cause: 16, cause_txt: 'Normal Clearing' });
    await vi.waitFor(() => expect(told).toHaveLength(4));
    expect(asked).toContain('DELETE /channels/1764079200.12 ');
    for (const request of told) {
      expect(await generic.verify(request, [SECRET], Date.now())).toBe(true);
    }
    expect(summarizeCall(told.flatMap(eventsOf))).toMatchObject({
      number: '+33199002000',
      caller: '+33639980001',
      outcome: 'answered',
    });
  });

  it.each([
    [17, 'busy'],
    [19, 'missed'],
    [34, 'failed'],
  ])('tells of a phone that ends with cause %d as %s', async (cause, outcome) => {
    const { told, happens } = await start();
    await happens('StasisStart', { channel: CALLER, args: [] });
    await vi.waitFor(() => expect(told).toHaveLength(1));
    await happens('ChannelDestroyed', { channel: PHONE, cause });
    await vi.waitFor(() => expect(told).toHaveLength(2));
    expect(summarizeCall(told.flatMap(eventsOf))).toMatchObject({ outcome });
  });

  it('rings the own number where the Worker does not answer', async () => {
    const { asked, happens } = await start(null);
    await happens('StasisStart', { channel: CALLER, args: [] });
    await vi.waitFor(() => expect(asked.join('\n')).toContain('PJSIP%2F%2B33199001234'));
  });
});
