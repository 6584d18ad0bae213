import type { Figures } from '../../domain/replay/replay-score.ts';

type Line = readonly [name: string, of: (figures: Figures) => string];

const LINES: readonly Line[] = [
  ['sessions with a number of their own', ({ ownShare }) => percent(ownShare)],
  ['calls matched', ({ matched }) => percent(matched.share)],
  ['  and rightly', ({ matched }) => percent(matched.correct)],
  ['certain, of them right', ({ bands }) => band(bands.certain)],
  ['high', ({ bands }) => band(bands.high)],
  ['ambiguous', ({ bands }) => band(bands.ambiguous)],
  ['source only', ({ bands }) => band(bands.source)],
  ['unattributed', ({ bands }) => band(bands.unattributed)],
  ['calibration error', ({ calibrationError }) => percent(calibrationError)],
  ['  by chance alone', ({ byChance }) => percent(byChance.calibrationError)],
  ['sources off, by probabilities', ({ sourceTotals }) => percent(sourceTotals.expectedError)],
  ['  by chance alone', ({ byChance }) => percent(byChance.expectedError)],
  ['sources off, by best matches', ({ sourceTotals }) => percent(sourceTotals.bestError)],
];

const NAME_WIDTH = 36;
const WIDTH = 18;

/** The figures of each policy, in a column of its own. */
export function describeFigures(results: ReadonlyMap<string, Figures>): string {
  const [first] = results.values();
  if (first === undefined) return '';
  const { visitors, calls } = first;
  const columns = [...results.values()];
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(NAME_WIDTH)}${cells.map((cell) => cell.padStart(WIDTH)).join('')}`;
  return [
    `${visitors.toLocaleString('en')} visitors, ${calls.toLocaleString('en')} calls`,
    '',
    line('', [...results.keys()]),
    ...LINES.map(([name, of]) => line(name, columns.map(of))),
  ].join('\n');
}

function band({ share, precision }: Figures['bands']['certain']): string {
  return precision === null ? percent(share) : `${percent(share)}, ${percent(precision)}`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}
