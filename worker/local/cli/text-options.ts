import { parseArgs } from 'node:util';
import type { PlayTextOptions } from './play-text.ts';
import { type PlayedProvider, players } from './players.ts';
import { PlayError } from './server.ts';

const TEXTING = (Object.keys(players) as PlayedProvider[]).filter((name) => players[name].text);

export const TEXT_HELP = `Plays the telephony provider: sends a text message to a tracking number of the running
server and shows the answer and the match.

  npm run text -- --to +33199002000 [options] "text"

  --to NUMBER        tracking number, E.164 (required)
  --from NUMBER      sender (default +33639980001)
  --provider NAME    ${TEXTING.join(', ')} (default twilio)
  --site KEY         site key (default demo)
  --url URL          the server's public URL (default http://localhost:$PORT, PORT 8787)
  --secret TEXT      signing secret (default the demo site's)
  --api-key TEXT     key for /api/v1 (default demo-api-key)
  --help             this text`;

/** Reads the command line; undefined where only help is wanted. @throws PlayError naming what is wrong. */
export function readTextOptions(
  args: string[],
  port: string | undefined,
): PlayTextOptions | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const { to, provider = 'twilio' } = values;
  if (!/^\+[1-9]\d{5,14}$/.test(to ?? '')) {
    throw new PlayError('--to must be a number in E.164 form, such as +33199002000.');
  }
  const known = TEXTING.find((name) => name === provider);
  if (known === undefined) {
    throw new PlayError(
      `--provider ${provider} delivers no text messages; these do: ${TEXTING.join(', ')}.`,
    );
  }
  return {
    to: to as string,
    from: values.from ?? '+33639980001',
    provider: known,
    text: positionals.join(' ') || 'Are you open?',
    site: values.site ?? 'demo',
    url: (values.url ?? `http://localhost:${port || '8787'}`).replace(/\/+$/, ''),
    apiKey: values['api-key'] ?? 'demo-api-key',
    ...(values.secret === undefined ? {} : { secret: values.secret }),
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: text,
        from: text,
        provider: text,
        site: text,
        url: text,
        secret: text,
        'api-key': text,
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new PlayError(`${(error as Error).message}\nSee --help.`);
  }
}
