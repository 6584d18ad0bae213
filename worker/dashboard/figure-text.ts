/** Figures as people read them. */

const COUNT = new Intl.NumberFormat('en');
const MEAN = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SMALL = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 });

const UNITS = [
  ['day', 86_400],
  ['h', 3_600],
  ['min', 60],
  ['s', 1],
] as const;

export function countText(count: number): string {
  return COUNT.format(count);
}

/** `1 number`, `2,000 numbers`. */
export function countedText(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A mean of counts: one decimal while it is small enough to matter. */
export function meanText(mean: number): string {
  return mean < 100 ? MEAN.format(mean) : COUNT.format(Math.round(mean));
}

/** @param share 0 to 1. What is not nothing is never shown as 0 %, nor what is not all as 100 %. */
export function shareText(share: number): string {
  const percent = share * 100;
  if (share > 0 && percent < 0.01) return 'under 0.01 %';
  if (share < 1 && percent > 99.9) return 'over 99.9 %';
  if (percent < 10) return `${SMALL.format(percent)} %`;
  return `${percent < 99 ? COUNT.format(Math.round(percent)) : MEAN.format(percent)} %`;
}

/** As `shareText`, of what can become as unlikely as one likes, but never impossible. */
export function chanceText(chance: number): string {
  return shareText(Math.max(chance, Number.MIN_VALUE));
}

/** At most two units: `45 s`, `6 min 40 s`, `2 h`, `3 days 4 h`; from ten of the larger one on, that alone. */
export function durationText(seconds: number): string {
  // In the smaller unit, so that what rounds up to an hour is one.
  const index = UNITS.findIndex(([, length], at) => {
    const part = UNITS[at + 1]?.[1] ?? 1;
    return Math.round(seconds / part) * part >= length;
  });
  const [unit, length] = UNITS[index] ?? ['s', 1];
  const [smaller, part] = UNITS[index + 1] ?? ['s', 1];
  if (unit === 's') return `${Math.round(seconds)} s`;
  if (seconds >= 10 * length) return inUnit(Math.round(seconds / length), unit);
  const parts = Math.round(seconds / part);
  const [whole, rest] = [Math.floor((parts * part) / length), parts % (length / part)];
  return rest === 0 ? inUnit(whole, unit) : `${inUnit(whole, unit)} ${inUnit(rest, smaller)}`;
}

function inUnit(count: number, unit: string): string {
  return unit === 'day' ? countedText(count, unit) : `${count} ${unit}`;
}

/** Milliseconds, in seconds from one on: `85 ms`, `1.4 s`. */
export function msText(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${MEAN.format(ms / 1_000)} s`;
}
