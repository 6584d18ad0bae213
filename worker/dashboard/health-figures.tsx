import type { SnippetHealth } from '../domain/health/snippet-hour.ts';
import { swapTimeAt } from '../domain/health/swap-times.ts';
import { countedText, countText } from './figure-text.ts';
import { KeyFigures } from './key-figures.tsx';
import { swapTimeText } from './swap-time-text.ts';

/** Above this share of swaps, a page that writes numbers back is worth looking at. */
const MANY_REVERTED = 0.05;
/** Below this share of page views with a swap, something may keep numbers from being found. */
const FEW_SWAPPED = 0.5;

/** The window in a few figures, and what to do about the bad ones. */
export function HealthFigures({ health }: { health: SnippetHealth }) {
  const { reports, swapped, swaps, reverted, errors, swapTimes } = health;
  const figures = [
    ['Swap after, median', swapTimeText(swapTimeAt(swapTimes, 0.5))],
    ['Swap after, 95 of 100', swapTimeText(swapTimeAt(swapTimes, 0.95))],
    ['Page views sampled', countText(reports)],
    ['Swaps', countText(swaps)],
    ['Reverted by the page', countText(reverted)],
    ['Errors', countText(errors)],
  ] as const;
  return (
    <>
      <KeyFigures figures={figures} />
      {reverted > swaps * MANY_REVERTED && (
        <p class="hint">
          The page wrote its own number back {countedText(reverted, 'time')}, and it was swapped
          again. A script or framework renders it anew: visitors may see the number flicker.
        </p>
      )}
      {swapped < reports * FEW_SWAPPED && (
        <p class="hint">
          On most of these page views nothing was swapped. Where a page prints your number all the
          same, check that it is among the targets, that the pool has numbers free, and that
          visitors agree where you ask them.
        </p>
      )}
      {errors > 0 && (
        <p class="hint">
          The snippet caught {countedText(errors, 'error')}. Pages never notice; numbers that could
          not be swapped stayed your own.
        </p>
      )}
    </>
  );
}
