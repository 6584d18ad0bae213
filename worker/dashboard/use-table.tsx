import { DAY } from '../domain/time.ts';
import { meanCoolDownSeconds, type UseSpan } from '../domain/utilisation/pool-use.ts';
import { countText, durationText, meanText } from './figure-text.ts';
import { spanText } from './span-text.ts';

type Props = {
  readonly pool: string;
  /** Newest first. */
  readonly spans: readonly UseSpan[];
  /** `HOUR` or `DAY`. */
  readonly length: number;
};

/** How a pool was used, span by span; to be read across, so on a phone it scrolls. */
export function UseTable({ pool, spans, length }: Props) {
  return (
    <details>
      <summary>{length < DAY ? 'Hour by hour' : 'Day by day'}</summary>
      <section class="table wide" aria-label={`Use of ${pool}`} tabindex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{length < DAY ? 'Hour' : 'Day'}</th>
              <th scope="col">Visitors</th>
              <th scope="col">Own number</th>
              <th scope="col">Shared</th>
              <th scope="col">Fallback</th>
              <th scope="col">Page’s own</th>
              <th scope="col">None free</th>
              <th scope="col">At once, mean</th>
              <th scope="col">Peak</th>
              <th scope="col">Cool-down, mean</th>
            </tr>
          </thead>
          <tbody>
            {spans.map((span) => (
              <UseRow span={span} length={length} />
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

function UseRow({ span, length }: { span: UseSpan; length: number }) {
  const coolDown = meanCoolDownSeconds(span);
  const { arrivals, own, shared, fallback, none, exhausted, meanHeld, heldPeak } = span;
  return (
    <tr>
      <th scope="row">{spanText(span.at, length)}</th>
      {[arrivals, own, shared, fallback, none, exhausted].map((count) => (
        <td>{countText(count)}</td>
      ))}
      <td>{meanHeld === null ? '–' : meanText(meanHeld)}</td>
      <td>{countText(heldPeak)}</td>
      <td>{coolDown === null ? '–' : durationText(coolDown)}</td>
    </tr>
  );
}
