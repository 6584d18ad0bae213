import { parseArgs } from 'node:util';
import { BUSINESSES, type BusinessName } from '../../domain/replay/businesses.ts';
import type { TraceOptions } from '../../domain/replay/generate-trace.ts';
import { TraceError } from '../../domain/replay/read-trace.ts';
import { numberIn, oneOf } from './option-values.ts';

const NAMES = Object.keys(BUSINESSES) as BusinessName[];

export const TRACE_HELP = `Makes up a trace of visits and calls, with the truth of who called, for npm run replay.

  npm run trace -- [options] --out FILE

  --out FILE              where to write it (default: to the terminal)
  --business NAME         how visitors behave: ${NAMES.join(', ')} (default plumber)
  --visits-per-hour N     on average over the day (default 60)
  --days N                from Monday on (default 28)
  --seed N                another one makes another trace (default 1)

Shares, from 0 to 1:
  --callers SHARE         of the visits, those that lead to a call (default 0.04)
  --repeats SHARE         of the callers, those who ring again (default 0.2)
  --returns SHARE         of the visitors, those who come back (default 0.15)
  --withheld SHARE        of the phones, those that withhold their number (default 0.08)
  --passed-on SHARE       calls by friends of visitors, for each call of one (default as the business has it)
  --wrong SHARE           wrong numbers, for each call of a visitor (default as the business has it)

What is known:
  --no-taps               pages do not tell of taps on the number
  --no-caller-ids         no phone shows its number
  --help                  this text`;

export type TraceCommand = {
  readonly options: TraceOptions;
  readonly seed: number;
  /** Null: to the terminal. */
  readonly out: string | null;
};

/** Reads the command line; undefined where help is asked for. @throws TraceError naming the option that is wrong. */
export function readTraceOptions(args: string[]): TraceCommand | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const business = BUSINESSES[oneOf('--business', values.business ?? 'plumber', NAMES)];
  const share = (name: ShareOption, usual: number) =>
    numberIn(`--${name}`, values[name], usual, { from: 0, to: 1 });
  const returnShare = share('returns', 0.15);
  if (returnShare > 0.9) {
    throw new TraceError('--returns may be 0.9 at most: nobody comes back for ever.');
  }
  return {
    options: {
      business,
      visitsPerHour: numberIn('--visits-per-hour', values['visits-per-hour'], 60, {
        from: 0.1,
        to: 100_000,
      }),
      days: numberIn('--days', values.days, 28, { from: 0.01, to: 3_660 }),
      callShare: share('callers', 0.04),
      repeatShare: share('repeats', 0.2),
      withheldShare: share('withheld', 0.08),
      returnShare,
      passedOnShare: share('passed-on', business.passedOnShare),
      wrongShare: share('wrong', business.wrongShare),
      taps: !values['no-taps'],
      callerIds: !values['no-caller-ids'],
    },
    seed: numberIn('--seed', values.seed, 1, { from: 0, to: 2 ** 31 - 1, whole: true }),
    out: values.out ?? null,
  };
}

type ShareOption = 'callers' | 'repeats' | 'returns' | 'withheld' | 'passed-on' | 'wrong';

function parse(args: string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    return parseArgs({
      args,
      options: {
        out: text,
        business: text,
        'visits-per-hour': text,
        days: text,
        seed: text,
        callers: text,
        repeats: text,
        returns: text,
        withheld: text,
        'passed-on': text,
        wrong: text,
        'no-taps': flag,
        'no-caller-ids': flag,
        help: { ...flag, short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new TraceError(`${(error as Error).message}\nSee --help.`);
  }
}
