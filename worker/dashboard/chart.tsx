import type { Child } from 'hono/jsx';

/** Width and height of every plot, in its own units: it is stretched to whatever room there is. */
export const PLOT = { width: 1_000, height: 100 } as const;

/** A place on the horizontal axis, 0 to 1, and what is written there. */
export type Tick = { readonly at: number; readonly text: string };

type Props = {
  /** Unique within the page. */
  readonly id: string;
  readonly title: string;
  /** What the picture shows, for who cannot see it. */
  readonly description: string;
  /** Explains colours and lines. */
  readonly legend: Child;
  /** From top to bottom. */
  readonly yTexts: readonly string[];
  readonly ticks: readonly Tick[];
  /** Shapes in units of `PLOT`. */
  readonly children?: Child;
};

/**
 * A picture whose shapes stretch with the page while its texts do not: they stand beside it, so that
 * they can be read on a phone as well.
 */
export function Chart({ id, title, description, legend, yTexts, ticks, children }: Props) {
  return (
    <figure class="chart">
      <figcaption>
        <strong>{title}</strong>
        <span class="legend">{legend}</span>
      </figcaption>
      <div class="plot">
        <div class="y" aria-hidden="true">
          {yTexts.map((text) => (
            <span>{text}</span>
          ))}
        </div>
        <svg
          viewBox={`0 0 ${PLOT.width} ${PLOT.height}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={`${id}-title ${id}-desc`}
        >
          <title id={`${id}-title`}>{title}</title>
          <desc id={`${id}-desc`}>{description}</desc>
          {[0, 0.5, 1].map((part) => (
            <Line
              kind="rule"
              from={[0, part * PLOT.height]}
              to={[PLOT.width, part * PLOT.height]}
            />
          ))}
          {ticks.map(({ at }) => (
            <Line kind="rule" from={[at * PLOT.width, 0]} to={[at * PLOT.width, PLOT.height]} />
          ))}
          {children}
        </svg>
        <div class="x" aria-hidden="true">
          {ticks.map(({ at, text }) => (
            <span class={edgeOf(at)} style={`left:${shorten(at * 100)}%`}>
              {text}
            </span>
          ))}
        </div>
      </div>
    </figure>
  );
}

/** A text at the edge of the plot stays within it. */
function edgeOf(at: number): string {
  return at < 0.08 ? 'first' : at > 0.92 ? 'last' : '';
}

type Point = readonly [x: number, y: number];

/** A line that is as thick however the plot is stretched. */
export function Line({ kind, from, to }: { kind: string; from: Point; to: Point }) {
  return <path class={`line ${kind}`} d={pathThrough([from, to])} />;
}

/** An SVG path from point to point. */
export function pathThrough(points: readonly Point[]): string {
  return points
    .map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${shorten(x)} ${shorten(y)}`)
    .join('');
}

/** The SVG path of an area that stands on the axis, from `left` to `right`, as high as `top` in units of `PLOT`. */
export function columnPath(left: number, right: number, top: number): string {
  return `${pathThrough([
    [left, PLOT.height],
    [left, top],
    [right, top],
    [right, PLOT.height],
  ])}Z`;
}

function shorten(value: number): number {
  return Math.round(value * 100) / 100;
}

/** What a colour or line of the plot stands for. */
export function Key({ kind, children }: { kind: string; children?: Child }) {
  return (
    <span class="key">
      <i class={`swatch ${kind}`} aria-hidden="true" />
      {children}
    </span>
  );
}
