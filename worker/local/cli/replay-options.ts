import { parseArgs } from 'node:util';
import { POLICIES, type PolicyName } from '../../domain/replay/policies.ts';
import { TraceError } from '../../domain/replay/read-trace.ts';
import { numberIn, oneOf } from './option-values.ts';

const NAMES = Object.keys(POLICIES) as PolicyName[];

export const REPLAY_HELP = `Plays a trace of visits and calls to a pool of numbers, and says how often the right
visitor was found. npm run trace makes traces.

  npm run replay -- --trace FILE [options]

  --trace FILE       the trace: JSON lines sorted by t (required)
  --numbers N        numbers in the pool (default 10)
  --hold SECONDS     how long a number stays with a visitor who was last seen (default 300)
  --policy NAME      ${NAMES.join(', ')},
                     or all, to compare them (default ringtrace)
  --warm-up CALLS    do not score the first calls, from which is learned (default 0)
  --json             print JSON
  --help             this text`;

export type ReplayCommand = {
  readonly trace: string;
  readonly policies: readonly PolicyName[];
  readonly numbers: number;
  readonly holdSeconds: number;
  readonly warmUp: number;
  readonly json: boolean;
};

/** Reads the command line; undefined where help is asked for. @throws TraceError naming the option that is wrong. */
export function readReplayOptions(args: string[]): ReplayCommand | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  if (values.trace === undefined) {
    throw new TraceError('--trace is missing: which file is to be replayed? See --help.');
  }
  const { policy = 'ringtrace' } = values;
  return {
    trace: values.trace,
    policies: policy === 'all' ? NAMES : [oneOf('--policy', policy, NAMES)],
    numbers: numberIn('--numbers', values.numbers, 10, { from: 1, to: 100_000, whole: true }),
    holdSeconds: numberIn('--hold', values.hold, 300, { from: 1, to: 86_400 }),
    warmUp: numberIn('--warm-up', values['warm-up'], 0, { from: 0, to: 1e9, whole: true }),
    json: values.json ?? false,
  };
}

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: {
        trace: text,
        numbers: text,
        hold: text,
        policy: text,
        'warm-up': text,
        json: flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new TraceError(`${(error as Error).message}\nSee --help.`);
  }
}
