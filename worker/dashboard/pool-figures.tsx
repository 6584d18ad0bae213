import {
  meanCoolDownSeconds,
  meanHoldSeconds,
  type PoolUse,
} from '../domain/utilisation/pool-use.ts';
import { countText, durationText, meanText, shareText } from './figure-text.ts';
import { KeyFigures } from './key-figures.tsx';

const GRADES = [
  ['own', 'own number'],
  ['shared', 'shared number'],
  ['fallback', 'fallback number'],
  ['none', 'the page’s own'],
] as const;

/** The window in a few figures, and what visitors were shown. */
export function PoolFigures({ use }: { use: PoolUse }) {
  const hold = meanHoldSeconds(use);
  const coolDown = meanCoolDownSeconds(use);
  const figures = [
    ['Visitors', countText(use.arrivals)],
    ['Found none free', countText(use.exhausted)],
    ['In use, on average', use.meanHeld === null ? '–' : meanText(use.meanHeld)],
    ['In use, at most', countText(use.heldPeak)],
    ['Kept for, on average', hold === null ? '–' : durationText(hold)],
    ['Cool-down, on average', coolDown === null ? '–' : durationText(coolDown)],
  ] as const;
  return (
    <>
      <KeyFigures figures={figures} />
      {use.arrivals > 0 && <Grades use={use} />}
    </>
  );
}

function Grades({ use }: { use: PoolUse }) {
  return (
    <>
      <div class="grades" aria-hidden="true">
        {GRADES.map(
          ([grade]) =>
            use[grade] > 0 && <i class={`grade-${grade}`} style={`flex-grow:${use[grade]}`} />,
        )}
      </div>
      <p class="legend">
        {GRADES.filter(([grade]) => grade === 'own' || use[grade] > 0).map(([grade, name]) => (
          <span class="key">
            <i class={`swatch grade-${grade}`} aria-hidden="true" />
            {name} {countText(use[grade])} ({shareText(use[grade] / use.arrivals)})
          </span>
        ))}
      </p>
    </>
  );
}
