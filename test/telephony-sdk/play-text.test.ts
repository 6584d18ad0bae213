import { afterEach, expect, it, vi } from 'vitest';
import { playText } from '../../worker/local/cli/play-text.ts';
import { PlayError } from '../../worker/local/cli/server.ts';
import { readTextOptions } from '../../worker/local/cli/text-options.ts';

const ARGS = ['--to', '+33199002000'];

afterEach(() => void vi.unstubAllGlobals());

it('sends what is said to the server on the port in the environment', async () => {
  const options = readTextOptions(
    [...ARGS, '--provider', 'generic', 'Are', 'you', 'open?'],
    '9000',
  );
  if (options === undefined) throw new Error('help was not asked for');
  let told: { message?: string; text?: string } = {};
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    if (url.endsWith('/_local/clock')) return new Response(null, { status: 404 });
    if (url.startsWith('http://localhost:9000/api/')) {
      return Response.json({ messages: [{ providerMessageId: told.message, match: null }] });
    }
    expect(url).toBe('http://localhost:9000/v1/messages/generic/demo');
    told = JSON.parse(String(init.body));
    return new Response(null, { status: 204 });
  });
  const played = await playText(options);
  expect(told).toMatchObject({ to: '+33199002000', text: 'Are you open?' });
  expect(played).toMatchObject({ answer: { status: 204 }, message: { match: null } });
});

it.each([
  [[], /--to must be a number/],
  [[...ARGS, '--provider', 'freeswitch'], /freeswitch delivers no text messages; these do: twilio/],
  [[...ARGS, '--too', '1'], /--help/],
])('says what is wrong with %j', (args, message) => {
  expect(() => readTextOptions(args, undefined)).toThrow(PlayError);
  expect(() => readTextOptions(args, undefined)).toThrow(message);
});

it('says what a server that refuses it answers', async () => {
  const options = readTextOptions(ARGS, undefined);
  vi.stubGlobal('fetch', async () => new Response('no', { status: 403 }));
  if (options === undefined) throw new Error('help was not asked for');
  await expect(playText(options)).rejects.toThrow(/answers 403/);
});
