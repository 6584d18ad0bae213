import type { SizingWishes } from '../domain/utilisation/advise-size.ts';
import { countedText, durationText, shareText } from './figure-text.ts';

/** What the page is asked to show: its query, read. */
export type PoolsView = {
  /** The site that the query named; undefined for the key's own. */
  readonly site: string | undefined;
  readonly days: number;
  readonly wishes: SizingWishes;
};

const DAYS = [1, 7, 30, 90];
const BLOCKING = [0.05, 0.01, 0.001];
const COOL_DOWN_SECONDS = [900, 3_600, 4 * 3_600, 24 * 3_600];
const HOURS = ['busiest', 'p95'] as const;

/** Links that show the same page for another time, or sized for other wishes. */
export function PoolControls({ view }: { view: PoolsView }) {
  const { days, wishes } = view;
  const wish = (change: Partial<SizingWishes>): PoolsView => ({
    ...view,
    wishes: { ...wishes, ...change },
  });
  return (
    <nav class="card controls" aria-label="Time and sizing">
      <Choice
        label="Time"
        options={withCurrent(DAYS, days)}
        current={days}
        text={(count) => (count === 1 ? 'last 24 hours' : `last ${countedText(count, 'day')}`)}
        view={(count) => ({ ...view, days: count })}
      />
      <Choice
        label="May find none free"
        options={withCurrent(BLOCKING, wishes.blocking)}
        current={wishes.blocking}
        text={shareText}
        view={(blocking) => wish({ blocking })}
      />
      <Choice
        label="Cool-down at least"
        options={withCurrent(COOL_DOWN_SECONDS, wishes.coolDownSeconds)}
        current={wishes.coolDownSeconds}
        text={durationText}
        view={(coolDownSeconds) => wish({ coolDownSeconds })}
      />
      <Choice
        label="Size for"
        options={HOURS}
        current={wishes.hour}
        text={(hour) =>
          hour === 'busiest' ? 'the busiest hour' : 'all but the busiest 5 % of hours'
        }
        view={(hour) => wish({ hour })}
      />
    </nav>
  );
}

type ChoiceProps<T> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly current: T;
  readonly text: (option: T) => string;
  readonly view: (option: T) => PoolsView;
};

function Choice<T>({ label, options, current, text, view }: ChoiceProps<T>) {
  return (
    <p>
      <span class="soft">{label}</span>
      {options.map((option) => (
        <a href={hrefOf(view(option))} aria-current={option === current ? 'true' : undefined}>
          {text(option)}
        </a>
      ))}
    </p>
  );
}

/** A wish of the reader's own stands among the usual ones. */
function withCurrent(usual: readonly number[], current: number): readonly number[] {
  return usual.includes(current) ? usual : [...usual, current];
}

function hrefOf({ site, days, wishes }: PoolsView): string {
  const { blocking, coolDownSeconds, hour } = wishes;
  const query = new URLSearchParams({
    ...(site !== undefined && { site }),
    days: String(days),
    blocking: String(blocking),
    coolDown: String(coolDownSeconds),
    hour,
  });
  return `?${query}`;
}
