import type { HealthSpan } from '../domain/health/snippet-hour.ts';
import { swapTimeAt } from '../domain/health/swap-times.ts';
import { DAY } from '../domain/time.ts';
import { countText } from './figure-text.ts';
import { spanText } from './span-text.ts';
import { swapTimeText } from './swap-time-text.ts';

type Props = {
  /** Newest first. */
  readonly spans: readonly HealthSpan[];
  /** `HOUR` or `DAY`. */
  readonly length: number;
};

/** How swapping went, span by span; to be read across, so on a phone it scrolls. */
export function HealthTable({ spans, length }: Props) {
  return (
    <details>
      <summary>{length < DAY ? 'Hour by hour' : 'Day by day'}</summary>
      <section class="table wide" aria-label="Swapping" tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{length < DAY ? 'Hour' : 'Day'}</th>
              <th scope="col">Median</th>
              <th scope="col">95 of 100</th>
              <th scope="col">Page views</th>
              <th scope="col">With a swap</th>
              <th scope="col">Swaps</th>
              <th scope="col">Reverted</th>
              <th scope="col">Errors</th>
            </tr>
          </thead>
          <tbody>
            {spans.map(({ at, swapTimes, reports, swapped, swaps, reverted, errors }) => (
              <tr>
                <th scope="row">{spanText(at, length)}</th>
                <td>{swapTimeText(swapTimeAt(swapTimes, 0.5))}</td>
                <td>{swapTimeText(swapTimeAt(swapTimes, 0.95))}</td>
                {[reports, swapped, swaps, reverted, errors].map((count) => (
                  <td>{countText(count)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
