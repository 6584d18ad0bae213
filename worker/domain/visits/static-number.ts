import type { SiteSnapshot, StaticNumber } from '../site-snapshot.ts';
import type { Touch } from '../touches/touch.ts';

/**
 * The static number that stands for the touch's source on one target; the most specific one wins.
 * A static number without a source, medium or campaign belongs to the world outside (a poster): no
 * page shows it.
 */
export function staticNumberFor(
  site: SiteSnapshot,
  target: string,
  touch: Touch,
): StaticNumber | undefined {
  let best: StaticNumber | undefined;
  for (const candidate of site.staticNumbers) {
    if (candidate.target !== target || !fits(candidate, touch)) continue;
    if (best === undefined || specificity(candidate) > specificity(best)) best = candidate;
  }
  return best;
}

function fits(candidate: StaticNumber, touch: Touch): boolean {
  return (
    specificity(candidate) > 0 &&
    same(candidate.source, touch.source) &&
    same(candidate.medium, touch.medium) &&
    same(candidate.campaign, touch.campaign)
  );
}

function same(wanted: string | null, actual: string | null): boolean {
  return wanted === null || wanted.toLowerCase() === actual?.toLowerCase();
}

function specificity({ source, medium, campaign }: StaticNumber): number {
  return [source, medium, campaign].filter((part) => part !== null).length;
}
