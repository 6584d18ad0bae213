/** Tops of axes, whose halves are figures that people write too. */
const ROUND = [1, 2, 4, 6, 10];
const ROUND_SECONDS = [
  60, 120, 600, 1_200, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800,
];

/** The smallest round figure that is not below `value`, which is more than 0. */
export function roundTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND.find((step) => step * power >= value * (1 - 1e-9)) ?? 10);
}

/** The same for seconds, in minutes, hours and days. */
export function roundSecondsTop(seconds: number): number {
  const day = 86_400;
  return ROUND_SECONDS.find((step) => step >= seconds) ?? day * roundTop(seconds / day);
}
