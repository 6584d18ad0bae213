import { parseArgs } from 'node:util';
import { OUTCOMES, type PlayedOutcome } from './call-plan.ts';
import type { PlayOptions } from './play-call.ts';
import { type PlayedProvider, players } from './players.ts';
import { PlayError } from './server.ts';

export const HELP = `Plays the telephony provider: rings a tracking number of the running server and
shows the answer and the match.

  npm run call -- --to +33199002000 [options]

  --to NUMBER        tracking number to ring, E.164 (required)
  --from NUMBER      caller; +266696687 is how Twilio writes "anonymous" (default +33639980001)
  --provider NAME    ${Object.keys(players).join(', ')} (default twilio)
  --outcome NAME     ${OUTCOMES.join(', ')} (default answered);
                     voicemail needs a flow with one, and a provider that takes messages
  --site KEY         site key (default demo)
  --url URL          the server's public URL (default http://localhost:$PORT, PORT 8787)
  --secret TEXT      signing secret (default the demo site's)
  --api-key TEXT     key for /api/v1 (default demo-api-key)
  --duplicates       tell every event twice; where a request counts once, the second is refused
  --shuffle          tell the events in another order
  --json             print JSON
  --help             this text`;

export type Command =
  | { readonly help: true }
  | { readonly help: false; readonly json: boolean; readonly play: PlayOptions };

/** Reads the command line. @throws PlayError naming the option that is wrong. */
export function readOptions(args: string[], port: string | undefined): Command {
  const values = parse(args);
  if (values.help) return { help: true };
  const { to, provider = 'twilio', outcome = 'answered' } = values;
  if (to === undefined) throw new PlayError('--to is missing: which tracking number is rung?');
  if (!/^\+[1-9]\d{5,14}$/.test(to)) {
    throw new PlayError(`--to ${to} is no number in E.164 form, such as +33199002000.`);
  }
  const url = values.url ?? `http://localhost:${port || '8787'}`;
  if (!/^https?:\/\/./i.test(url) || !URL.canParse(url)) {
    throw new PlayError(`--url ${url} is no http or https URL.`);
  }
  return {
    help: false,
    json: values.json ?? false,
    play: {
      to,
      from: values.from ?? '+33639980001',
      provider: oneOf('--provider', provider, Object.keys(players) as PlayedProvider[]),
      outcome: oneOf<PlayedOutcome>('--outcome', outcome, OUTCOMES),
      site: values.site ?? 'demo',
      url: url.replace(/\/+$/, ''),
      apiKey: values['api-key'] ?? 'demo-api-key',
      ...(values.secret === undefined ? {} : { secret: values.secret }),
      arrange: (events) => {
        const told = values.duplicates ? [...events, ...events] : events;
        return values.shuffle ? shuffled(told) : told;
      },
    },
  };
}

/** Each order is as likely as any other: Fisher and Yates. */
function shuffled<T>(list: readonly T[]): T[] {
  const result = [...list];
  for (let last = result.length - 1; last > 0; last--) {
    const other = Math.floor(Math.random() * (last + 1));
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}

function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found === undefined) {
    throw new PlayError(`${option} ${given} is unknown; known: ${known.join(', ')}.`);
  }
  return found;
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: {
        to: text,
        from: text,
        provider: text,
        outcome: text,
        site: text,
        url: text,
        secret: text,
        'api-key': text,
        duplicates: flag,
        shuffle: flag,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new PlayError(`${(error as Error).message}\nSee --help.`);
  }
}
