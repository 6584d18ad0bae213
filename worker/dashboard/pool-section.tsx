import type { PoolDefinition } from '../domain/site-snapshot.ts';
import { adviseSize, type SizingWishes } from '../domain/utilisation/advise-size.ts';
import { addHours, bySpan, type UseSpan } from '../domain/utilisation/pool-use.ts';
import type { TimeWindow } from '../http/time-window.ts';
import { countedText, durationText } from './figure-text.ts';
import { PoolFigures } from './pool-figures.tsx';
import { SizeSection } from './size-section.tsx';
import { spanLengths } from './time-ticks.ts';
import { UseChart } from './use-chart.tsx';
import { UseTable } from './use-table.tsx';

type Props = {
  /** Unique within the page. */
  readonly id: string;
  readonly pool: PoolDefinition;
  /** Whether a target number wants numbers of it. */
  readonly aimed: boolean;
  readonly hours: readonly UseSpan[];
  readonly window: TimeWindow;
  readonly wishes: SizingWishes;
};

/** One pool: what it is, how it was used, how many numbers it needs. */
export function PoolSection({ id, pool, aimed, hours, window, wishes }: Props) {
  const { drawn, listed } = spanLengths(window);
  const advice = adviseSize(hours, pool, wishes, window.to);
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{pool.name}</h2>
      <p class="soft">{settingsText(pool)}</p>
      <div class="card">
        <Hints pool={pool} aimed={aimed} />
        {hours.length === 0 ? (
          <p>
            Nobody has asked this pool for a number in this time. Open a page that carries the tag,
            and a few minutes later its visit is counted here.
          </p>
        ) : (
          <>
            <PoolFigures use={addHours(hours)} />
            <UseChart
              id={`${id}-use`}
              spans={bySpan(hours, drawn)}
              length={drawn}
              window={window}
              numbers={pool.numbers.length}
            />
            <UseTable pool={pool.name} spans={bySpan(hours, listed).reverse()} length={listed} />
            <SizeSection id={`${id}-size`} pool={pool.name} advice={advice} wishes={wishes} />
          </>
        )}
      </div>
    </section>
  );
}

/** What keeps a pool from being used at all. */
function Hints({ pool, aimed }: Pick<Props, 'pool' | 'aimed'>) {
  return (
    <>
      {pool.numbers.length === 0 && (
        <p class="hint">It has no numbers: add some to the pool in the site’s definition.</p>
      )}
      {!aimed && (
        <p class="hint">
          No target number names this pool, so no visitor is shown its numbers: set{' '}
          <code>"pool": "{pool.name}"</code> at a target in the site’s definition.
        </p>
      )}
      {pool.paused && <p class="hint">It is paused: nothing is leased anew until it is resumed.</p>}
    </>
  );
}

function settingsText({ numbers, holdSeconds, share, fallback }: PoolDefinition): string {
  const short = [
    share ? 'a shared number' : '',
    fallback === null ? '' : `the fallback ${fallback}`,
    'the page’s own',
  ].filter(Boolean);
  return [
    countedText(numbers.length, 'number'),
    `kept for ${durationText(holdSeconds)} after the visitor was last seen`,
    `when all are taken: ${short.join(', then ')}`,
  ].join(' · ');
}
