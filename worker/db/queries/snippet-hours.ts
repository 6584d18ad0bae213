import { and, asc, eq, gte, lt } from 'drizzle-orm';
import type { HealthSpan } from '../../domain/health/snippet-hour.ts';
import type { EpochMs } from '../../domain/time.ts';
import { openDatabase } from '../client.ts';
import { snippetHours } from '../schema/index.ts';

const COUNTS = ['reports', 'swapped', 'swaps', 'reverted', 'errors'] as const;
const TIMES = [
  ...['ms_50', 'ms_100', 'ms_200', 'ms_300', 'ms_500'],
  ...['ms_1000', 'ms_2000', 'ms_5000', 'ms_more'],
] as const;
const SUMS = [...COUNTS, ...TIMES];

const ADD = `INSERT INTO snippet_hours (site_id, hour, ${SUMS.join(', ')})
  SELECT id, ?3, ${SUMS.map((_, index) => `?${index + 4}`).join(', ')}
  FROM sites WHERE id = ?1 AND key = ?2
  ON CONFLICT (site_id, hour) DO UPDATE SET ${SUMS.map((sum) => `${sum} = ${sum} + excluded.${sum}`).join(', ')}`;

/**
 * Adds to an hour of a site; twice if told twice. Nothing is written for a site that is gone from its
 * key: one that is being deleted is to stay so.
 */
export async function addSnippetHour(
  d1: D1Database,
  site: { readonly id: string; readonly key: string },
  hour: HealthSpan,
): Promise<void> {
  const counts = COUNTS.map((count) => hour[count]);
  await d1
    .prepare(ADD)
    .bind(site.id, site.key, hour.at, ...counts, ...hour.swapTimes)
    .run();
}

/** Hours of a site that begin at `from` or later and before `to`, oldest first. */
export async function listSnippetHours(
  d1: D1Database,
  siteId: string,
  from: EpochMs,
  to: EpochMs,
): Promise<HealthSpan[]> {
  const rows = await openDatabase(d1)
    .select()
    .from(snippetHours)
    .where(
      and(eq(snippetHours.siteId, siteId), gte(snippetHours.hour, from), lt(snippetHours.hour, to)),
    )
    .orderBy(asc(snippetHours.hour));
  return rows.map(
    ({ siteId: _site, hour, reports, swapped, swaps, reverted, errors, ...times }) => {
      const { ms50, ms100, ms200, ms300, ms500, ms1000, ms2000, ms5000, msMore } = times;
      const swapTimes = [ms50, ms100, ms200, ms300, ms500, ms1000, ms2000, ms5000, msMore];
      return { at: hour, reports, swapped, swaps, reverted, errors, swapTimes };
    },
  );
}
