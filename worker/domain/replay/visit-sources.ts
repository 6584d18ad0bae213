import type { Random } from './random.ts';

/** Where visitors come from, and how many times as many calls as the average visitor they make. */
const SOURCES = [
  { name: 'google / cpc', share: 0.35, calls: 1.5 },
  { name: 'google / organic', share: 0.3, calls: 0.8 },
  { name: '(direct) / (none)', share: 0.15, calls: 1 },
  { name: 'facebook / paid', share: 0.12, calls: 0.3 },
  { name: 'newsletter / email', share: 0.08, calls: 0.6 },
] as const;

export type VisitSource = { readonly name: string; readonly calls: number };

export function drawSource(random: Random): VisitSource {
  let chance = random();
  for (const source of SOURCES) {
    if (chance < source.share) return source;
    chance -= source.share;
  }
  return SOURCES[0];
}
