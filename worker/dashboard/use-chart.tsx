import type { EpochMs } from '../domain/time.ts';
import type { UseSpan } from '../domain/utilisation/pool-use.ts';
import type { TimeWindow } from '../http/time-window.ts';
import { Chart, columnPath, Key, Line, PLOT } from './chart.tsx';
import { countedText, countText, meanText } from './figure-text.ts';
import { roundTop } from './scale.ts';
import { spanText } from './span-text.ts';
import { timeTicks, wholeSpans } from './time-ticks.ts';

type Props = {
  readonly id: string;
  /** Oldest first; spans without use may be missing. */
  readonly spans: readonly UseSpan[];
  /** `HOUR` or `DAY`. */
  readonly length: number;
  readonly window: TimeWindow;
  /** Numbers that the pool has. */
  readonly numbers: number;
};

/** Numbers in use at once, mean and peak, against how many there are; and when there were not enough. */
export function UseChart({ id, spans, length, window, numbers }: Props) {
  const { from, width } = wholeSpans(window, length);
  const peak = Math.max(0, ...spans.map(({ heldPeak }) => heldPeak));
  // A pool far bigger than what is used would press the use flat.
  const inSight = numbers <= 4 * Math.max(1, peak);
  const top = roundTop(Math.max(2, peak, inSight ? numbers : 0));
  const x = (at: EpochMs) => ((at - from) / width) * PLOT.width;
  const y = (count: number) => PLOT.height * (1 - count / top);
  const area = (countOf: (span: UseSpan) => number) =>
    spans.map((span) => columnPath(x(span.at), x(span.at + length), y(countOf(span)))).join('');
  return (
    <Chart
      id={id}
      title="Numbers in use at once"
      description={`At most ${countText(peak)} of ${countedText(numbers, 'number')} were in use at once. The same figures are in the table below.`}
      legend={
        <>
          <Key kind="mean">mean</Key>
          <Key kind="peak">peak</Key>
          <Key kind="capacity">
            {countedText(numbers, 'number')}
            {inSight ? '' : ', far above'}
          </Key>
          {spans.some(({ exhausted }) => exhausted > 0) && <Key kind="short">ran out</Key>}
        </>
      }
      yTexts={[countText(top), meanText(top / 2), '0']}
      ticks={timeTicks(from, width)}
    >
      <path class="peak" d={area(({ heldPeak }) => heldPeak)} />
      <path class="mean" d={area(({ meanHeld }) => meanHeld ?? 0)} />
      {inSight && <Line kind="capacity" from={[0, y(numbers)]} to={[PLOT.width, y(numbers)]} />}
      {spans.map((span) => (
        <>
          {span.exhausted > 0 && (
            <Line kind="short" from={[x(span.at), 1]} to={[x(span.at + length), 1]} />
          )}
          <rect class="touch" x={x(span.at)} width={x(span.at + length) - x(span.at)} height="100">
            <title>{spokenSpan(span, length)}</title>
          </rect>
        </>
      ))}
    </Chart>
  );
}

/** What a pointer over a span reads. */
function spokenSpan(span: UseSpan, length: number): string {
  const mean = span.meanHeld === null ? '' : `mean ${meanText(span.meanHeld)}, `;
  const short = span.exhausted === 0 ? '' : `, ran out ${countedText(span.exhausted, 'time')}`;
  return `${spanText(span.at, length)}: ${mean}peak ${countText(span.heldPeak)}${short}`;
}
