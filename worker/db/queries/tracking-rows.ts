import { dealNumbers, type NumberPlace, SETTLING } from '../../domain/deal-numbers.ts';
import type { SiteDefinition } from '../../domain/site-definition.ts';
import type { EpochMs } from '../../domain/time.ts';

/** A row of `tracking_numbers` by its column names. */
export type TrackingRow = {
  readonly site_id: string;
  readonly number: string;
  readonly status: 'active' | 'quarantined';
  readonly target: string | null;
  readonly pool: string | null;
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
  readonly label: string | null;
  readonly shard: number;
  readonly former_shard: number | null;
  readonly moved_at: EpochMs | null;
  readonly position: number;
  readonly added_at: EpochMs;
  readonly removed_at: EpochMs | null;
};

/**
 * The rows that a definition changes: numbers that are new, different, or removed. Ten thousand that stay as
 * they are cost nothing to write, so one more number is one more row.
 *
 * @param stored the site's rows as they are.
 * @param shardsBefore how many shards the site has had until now.
 */
export function changedTrackingRows(
  siteId: string,
  site: SiteDefinition,
  stored: readonly TrackingRow[],
  shardsBefore: number,
  now: EpochMs,
): TrackingRow[] {
  const known = new Map(stored.map((row) => [row.number, row]));
  const places = new Map(stored.map((row) => [row.number, placeOf(row, now)]));
  const dealt = dealNumbers(site.pools, places, { before: shardsBefore, now: site.shards });
  const wanted = new Map(
    wantedNumbers(site, known).map((want) => {
      const before = known.get(want.number);
      // Static numbers are with the first: what they stand for is known there alone.
      const shard = dealt.get(want.number) ?? 0;
      return [want.number, { ...rowOf(siteId, before, shard, now), ...want }];
    }),
  );
  const removed = stored
    .filter(({ number, status }) => status === 'active' && !wanted.has(number))
    .map((row): TrackingRow => ({ ...row, status: 'quarantined', pool: null, removed_at: now }));
  return [
    ...[...wanted.values()].filter((row) => !sameRow(row, known.get(row.number))),
    ...removed,
  ];
}

function placeOf({ shard, former_shard, moved_at, pool }: TrackingRow, now: EpochMs): NumberPlace {
  const settling = moved_at !== null && now - moved_at < SETTLING;
  return { shard, from: settling ? former_shard : null, pool };
}

type Want = Pick<
  TrackingRow,
  'number' | 'pool' | 'target' | 'label' | 'source' | 'medium' | 'campaign' | 'position'
>;

/** What the definition says of each number. */
function wantedNumbers(site: SiteDefinition, known: ReadonlyMap<string, TrackingRow>): Want[] {
  const pooled = site.pools.flatMap(({ name, numbers }) => {
    const target = site.targets.find(({ pool }) => pool === name)?.number ?? null;
    const common = { pool: name, target, label: null, source: null, medium: null, campaign: null };
    return inOrder(
      numbers.map((number) => ({ ...common, number })),
      known,
    );
  });
  const fixed = site.staticNumbers.map((entry) => ({ ...entry, pool: null }));
  return [...pooled, ...inOrder(fixed, known)];
}

/** Positions that keep the owner's order: those that are stored as far as they do, gaps and all. */
function inOrder<N extends { readonly number: string; readonly pool: string | null }>(
  list: readonly N[],
  known: ReadonlyMap<string, TrackingRow>,
): (N & { readonly position: number })[] {
  let last = -1;
  return list.map((entry) => {
    const row = known.get(entry.number);
    const stays = row?.status === 'active' && row.pool === entry.pool && row.position > last;
    last = stays ? row.position : last + 1;
    return { ...entry, position: last };
  });
}

/** What is kept of a number besides: since when it is here, and where it is. */
function rowOf(siteId: string, before: TrackingRow | undefined, shard: number, now: EpochMs) {
  const moves = before !== undefined && before.shard !== shard;
  return {
    site_id: siteId,
    status: 'active' as const,
    shard,
    former_shard: moves ? before.shard : (before?.former_shard ?? null),
    moved_at: moves ? now : (before?.moved_at ?? null),
    added_at: before?.added_at ?? now,
    removed_at: null,
  };
}

function sameRow(a: TrackingRow, b: TrackingRow | undefined): boolean {
  if (b === undefined) return false;
  const columns = Object.keys(a) as (keyof TrackingRow)[];
  return columns.every((column) => a[column] === b[column]);
}
