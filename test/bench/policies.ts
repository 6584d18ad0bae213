import { BUSINESSES } from '../../worker/domain/replay/businesses.ts';
import { generateTrace } from '../../worker/domain/replay/generate-trace.ts';
import { POLICIES, type PolicyName } from '../../worker/domain/replay/policies.ts';
import { seededRandom } from '../../worker/domain/replay/random.ts';
import { Replay } from '../../worker/domain/replay/replay.ts';
import type { Figures } from '../../worker/domain/replay/replay-score.ts';
import { type Row, row } from './row.ts';

type Setting = {
  readonly visitsPerHour: number;
  readonly numbers: number;
  readonly callShare: number;
  /** For some two thousand calls: enough to tell policies apart, and to be done in minutes. */
  readonly days: number;
  /** Without taps and caller ids. */
  readonly plain?: true;
};

/** Small and large sites, with numbers for everybody and with far too few. */
const SETTINGS: readonly Setting[] = [
  { visitsPerHour: 60, numbers: 8, callShare: 0.06, days: 21 },
  { visitsPerHour: 60, numbers: 60, callShare: 0.06, days: 21 },
  { visitsPerHour: 600, numbers: 30, callShare: 0.04, days: 4 },
  { visitsPerHour: 600, numbers: 30, callShare: 0.04, days: 4, plain: true },
  { visitsPerHour: 600, numbers: 400, callShare: 0.04, days: 4 },
  { visitsPerHour: 3_000, numbers: 8, callShare: 0.02, days: 2 },
  { visitsPerHour: 3_000, numbers: 400, callShare: 0.08, days: 1 },
];

const WARM_UP = 200;
const HOLD_SECONDS = 300;
const NAMES = Object.keys(POLICIES) as PolicyName[];

/** What each policy makes of the same made-up calls, on average over all kinds of businesses. */
export function benchPolicies(): Row[] {
  return SETTINGS.flatMap((setting) => {
    const results = replayAll(setting);
    const { visitsPerHour, numbers, plain } = setting;
    const where = `${visitsPerHour}/h, ${numbers} numbers${plain ? ', no taps' : ''}`;
    const rows = (policy: PolicyName, figures: readonly (readonly [string, number])[]) =>
      figures
        // Where a band is empty there is nothing to be right or wrong.
        .filter(([, share]) => !Number.isNaN(share))
        .map(([name, share]) => row('matching', `${where}: ${policy}, ${name}`, 100 * share, '%'));
    return NAMES.flatMap((policy) => {
      const all = results.get(policy) ?? [];
      return rows(policy, policy === 'ringtrace' ? figuresOfOurs(all) : figuresOfOthers(all));
    });
  });
}

function replayAll({ plain, ...setting }: Setting): ReadonlyMap<PolicyName, readonly Figures[]> {
  const results = new Map<PolicyName, Figures[]>(NAMES.map((policy) => [policy, []]));
  for (const business of Object.values(BUSINESSES)) {
    const { passedOnShare, wrongShare } = business;
    const shares = { repeatShare: 0.2, withheldShare: 0.08, returnShare: 0.15 };
    const known = { taps: !plain, callerIds: !plain };
    const options = { ...setting, ...shares, ...known, business, passedOnShare, wrongShare };
    const replayOptions = { ...setting, holdSeconds: HOLD_SECONDS, warmUp: WARM_UP };
    const replays = NAMES.map((policy) => [policy, new Replay(policy, replayOptions)] as const);
    for (const event of generateTrace(options, seededRandom(1))) {
      for (const [, replay] of replays) replay.play(event);
    }
    for (const [policy, replay] of replays) results.get(policy)?.push(replay.figures());
  }
  return results;
}

function figuresOfOurs(all: readonly Figures[]): (readonly [string, number])[] {
  return [
    ...figuresOfOthers(all),
    ['sources off by probabilities', mean(all, ({ sourceTotals }) => sourceTotals.expectedError)],
    ['certain', mean(all, ({ bands }) => bands.certain.share)],
    ['certain, right', precision(all, 'certain')],
    ['high', mean(all, ({ bands }) => bands.high.share)],
    ['high, right', precision(all, 'high')],
    ['calibration error', mean(all, ({ calibrationError }) => calibrationError)],
    ['calibration error by chance', mean(all, ({ byChance }) => byChance.calibrationError)],
    ['sources off by chance', mean(all, ({ byChance }) => byChance.expectedError)],
  ];
}

/** They name one visitor or nobody, and never say how sure they are. */
function figuresOfOthers(all: readonly Figures[]): (readonly [string, number])[] {
  return [
    ['matched', mean(all, ({ matched }) => matched.share)],
    ['matched rightly', mean(all, ({ matched }) => matched.correct)],
    ['sources off by best match', mean(all, ({ sourceTotals }) => sourceTotals.bestError)],
  ];
}

function mean(all: readonly Figures[], of: (figures: Figures) => number | null): number {
  return all.reduce((sum, figures) => sum + (of(figures) ?? 0), 0) / all.length;
}

/** Of all calls in the band, whatever the business. */
function precision(all: readonly Figures[], band: 'certain' | 'high'): number {
  let calls = 0;
  let right = 0;
  for (const figures of all) {
    const { share, precision: rightly } = figures.bands[band];
    calls += share * figures.calls;
    right += share * figures.calls * (rightly ?? 0);
  }
  return right / calls;
}
