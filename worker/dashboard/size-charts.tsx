import type { SizingWishes } from '../domain/utilisation/advise-size.ts';
import type { PoolSize, SizePoint } from '../domain/utilisation/size-pool.ts';
import { Chart, Key, Line, PLOT, pathThrough } from './chart.tsx';
import { chanceText, countedText, countText, durationText, shareText } from './figure-text.ts';
import { roundSecondsTop, roundTop } from './scale.ts';

type Props = { readonly id: string; readonly size: PoolSize; readonly wishes: SizingWishes };

/** The curve behind the advice: what fewer and more numbers would give. */
export function SizeCharts({ id, size, wishes }: Props) {
  const { blocking, coolDownSeconds } = wishes;
  const longest = Math.max(...size.curve.map(rest), coolDownSeconds, 1);
  return (
    <div class="pair">
      <SizeChart
        id={`${id}-blocking`}
        title="Visitors who find none free"
        size={size}
        value={(point) => point.blocking}
        wanted={blocking}
        wish={`at most ${shareText(blocking)}`}
        top={Math.min(
          1,
          roundTop(Math.max(...size.curve.map((point) => point.blocking), blocking)),
        )}
        text={chanceText}
      />
      <SizeChart
        id={`${id}-rest`}
        title="Rest of a number before its next visitor"
        size={size}
        value={rest}
        wanted={coolDownSeconds}
        wish={`at least ${durationText(coolDownSeconds)}`}
        top={roundSecondsTop(longest)}
        text={durationText}
      />
    </div>
  );
}

function rest({ coolDownSeconds }: SizePoint): number {
  return coolDownSeconds ?? 0;
}

type ChartProps = {
  readonly id: string;
  readonly title: string;
  readonly size: PoolSize;
  readonly value: (point: SizePoint) => number;
  readonly wanted: number;
  readonly wish: string;
  readonly top: number;
  readonly text: (value: number) => string;
};

function SizeChart({ id, title, size, value, wanted, wish, top, text }: ChartProps) {
  const { curve, advised, current } = size;
  const first = curve[0]?.numbers ?? 0;
  const last = curve.at(-1)?.numbers ?? 1;
  const share = (numbers: number) => (numbers - first) / (last - first);
  const place = (point: SizePoint) =>
    [share(point.numbers) * PLOT.width, PLOT.height * (1 - value(point) / top)] as const;
  const upright = (point: SizePoint, kind: string) => {
    const [x] = place(point);
    return <Line kind={kind} from={[x, 0]} to={[x, PLOT.height]} />;
  };
  const inSight = current.numbers >= first && current.numbers <= last;
  const level = PLOT.height * (1 - wanted / top);
  const says = (point: SizePoint) =>
    `${countedText(point.numbers, 'number')}: ${text(value(point))}`;
  return (
    <Chart
      id={id}
      title={title}
      description={`Advised, ${says(advised)}. Now, ${says(current)}. From ${countText(first)} to ${countedText(last, 'number')}; the same figures are in the table below.`}
      legend={
        <>
          <Key kind="wish">{wish}</Key>
          <Key kind="advised">{says(advised)}</Key>
          <Key kind="current">now {says(current)}</Key>
        </>
      }
      yTexts={[text(top), text(top / 2), '0']}
      ticks={[0, 0.5, 1].map((at) => ({
        at,
        text: countText(Math.round(first + (last - first) * at)),
      }))}
    >
      <Line kind="wish" from={[0, level]} to={[PLOT.width, level]} />
      {inSight && upright(current, 'current')}
      {upright(advised, 'advised')}
      <path class="line curve" d={pathThrough(curve.map(place))} />
    </Chart>
  );
}
