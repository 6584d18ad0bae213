import { addHealth, type HealthSpan } from '../domain/health/snippet-hour.ts';
import { swapTimeAt } from '../domain/health/swap-times.ts';
import type { EpochMs } from '../domain/time.ts';
import type { TimeWindow } from '../http/time-window.ts';
import { Chart, columnPath, Key, Line, PLOT } from './chart.tsx';
import { countedText, msText } from './figure-text.ts';
import { roundTop } from './scale.ts';
import { spanText } from './span-text.ts';
import { swapTimeText } from './swap-time-text.ts';
import { timeTicks, wholeSpans } from './time-ticks.ts';

type Props = {
  /** Oldest first; spans without reports may be missing. */
  readonly spans: readonly HealthSpan[];
  /** `HOUR` or `DAY`. */
  readonly length: number;
  readonly window: TimeWindow;
};

/** Time until visitors saw their number, median and 95th percentile; and when pages wrote it back or failed. */
export function HealthChart({ spans, length, window }: Props) {
  const { from, width } = wholeSpans(window, length);
  const timeOf = (share: number) => (span: HealthSpan) => swapTimeAt(span.swapTimes, share) ?? 0;
  const top = roundTop(Math.max(100, ...spans.map(timeOf(0.95))));
  const x = (at: EpochMs) => ((at - from) / width) * PLOT.width;
  const area = (ms: (span: HealthSpan) => number) =>
    spans
      .map((span) =>
        columnPath(x(span.at), x(span.at + length), PLOT.height * (1 - ms(span) / top)),
      )
      .join('');
  const troubled = spans.filter(({ reverted, errors }) => reverted + errors > 0);
  const { swapTimes } = addHealth(spans);
  const [median, p95] = [0.5, 0.95].map((share) => swapTimeText(swapTimeAt(swapTimes, share)));
  return (
    <Chart
      id="swap-times"
      title="Time from opening a page to the first swap"
      description={`Half of the visitors saw their number within ${median}, 95 of 100 within ${p95}. The same figures are in the table below.`}
      legend={
        <>
          <Key kind="mean">median</Key>
          <Key kind="peak">95 of 100</Key>
          {troubled.length > 0 && <Key kind="short">reverted or errors</Key>}
        </>
      }
      yTexts={[msText(top), msText(top / 2), '0']}
      ticks={timeTicks(from, width)}
    >
      <path class="peak" d={area(timeOf(0.95))} />
      <path class="mean" d={area(timeOf(0.5))} />
      {troubled.map(({ at }) => (
        <Line kind="short" from={[x(at), 1]} to={[x(at + length), 1]} />
      ))}
      {spans.map((span) => (
        <rect class="touch" x={x(span.at)} width={x(span.at + length) - x(span.at)} height="100">
          <title>{spokenSpan(span, length)}</title>
        </rect>
      ))}
    </Chart>
  );
}

/** What a pointer over a span reads. */
function spokenSpan({ at, swapTimes, swaps, reverted, errors }: HealthSpan, length: number) {
  const [median, p95] = [0.5, 0.95].map((share) => swapTimeText(swapTimeAt(swapTimes, share)));
  return `${spanText(at, length)}: median ${median}, 95 of 100 ${p95}, ${countedText(swaps, 'swap')}, ${reverted} reverted, ${countedText(errors, 'error')}`;
}
