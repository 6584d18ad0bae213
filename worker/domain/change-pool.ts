import { definitionProblems, type SiteDefinition } from './site-definition.ts';
import type { PoolDefinition } from './site-snapshot.ts';

/** What becomes of a site when one of its pools is changed. */
export type PoolChange =
  /**
   * `changed` counts the numbers that were added or removed. Where nothing at all is different, `site` is the
   * very one that was given.
   */
  | { readonly ok: true; readonly site: SiteDefinition; readonly changed: number }
  | { readonly ok: false; readonly code: 'pool_unknown' }
  /** With sentences that say what to change. */
  | { readonly ok: false; readonly code: 'site_invalid'; readonly problems: readonly string[] };

/** What of a pool is changed without naming its numbers. */
export type PoolSettings = Omit<PoolDefinition, 'name' | 'numbers'>;

/**
 * Adds numbers to a pool. Those of other pools move here; those that are here already stay, so that the
 * same request may come twice.
 */
export function addNumbers(
  site: SiteDefinition,
  pool: string,
  numbers: readonly string[],
): PoolChange {
  const known = site.pools.find(({ name }) => name === pool);
  if (known === undefined) return { ok: false, code: 'pool_unknown' };
  const fixed = new Set(site.staticNumbers.map(({ number }) => number));
  const targets = new Set(site.targets.map(({ number }) => number));
  const reached = new Set(site.targets.map(({ forwardTo }) => forwardTo));
  const problems = numbers.flatMap((number) => {
    if (fixed.has(number)) {
      return [`${number} is a static number: take it out of the static numbers first.`];
    }
    if (targets.has(number)) return [`${number} is a target number: it cannot be leased.`];
    return reached.has(number) ? [`Calls are forwarded to ${number}: it cannot be leased.`] : [];
  });
  if (problems.length > 0) return { ok: false, code: 'site_invalid', problems };
  const here = new Set(known.numbers);
  const added = new Set(numbers.filter((number) => !here.has(number)));
  if (added.size === 0) return { ok: true, site, changed: 0 };
  const pools = site.pools.map((each) => ({
    ...each,
    numbers:
      each === known
        ? [...each.numbers, ...added]
        : each.numbers.filter((number) => !added.has(number)),
  }));
  return withPools(site, pools, added.size);
}

/**
 * Removes numbers from a pool. Those that are gone already are no mistake, so that the same request may
 * come twice; those that are somewhere else are.
 */
export function removeNumbers(
  site: SiteDefinition,
  pool: string,
  numbers: readonly string[],
): PoolChange {
  const known = site.pools.find(({ name }) => name === pool);
  if (known === undefined) return { ok: false, code: 'pool_unknown' };
  const where = new Map([
    ...site.pools.flatMap(({ name, numbers: others }) =>
      others.map((number) => [number, `in the pool "${name}"`] as const),
    ),
    ...site.staticNumbers.map(({ number }) => [number, 'a static number'] as const),
  ]);
  const here = new Set(known.numbers);
  const problems = numbers.flatMap((number) => {
    const elsewhere = here.has(number) ? undefined : where.get(number);
    return elsewhere === undefined
      ? []
      : [`${number} is not in the pool "${pool}": it is ${elsewhere}.`];
  });
  if (problems.length > 0) return { ok: false, code: 'site_invalid', problems };
  const removed = new Set(numbers.filter((number) => here.has(number)));
  if (removed.size === 0) return { ok: true, site, changed: 0 };
  const left = known.numbers.filter((number) => !removed.has(number));
  return withPools(site, replaced(site.pools, { ...known, numbers: left }), removed.size);
}

/** Changes of a pool's settings what is named; what is not, or undefined, stays. */
export function changeSettings(
  site: SiteDefinition,
  pool: string,
  settings: { readonly [S in keyof PoolSettings]?: PoolSettings[S] | undefined },
): PoolChange {
  const known = site.pools.find(({ name }) => name === pool);
  if (known === undefined) return { ok: false, code: 'pool_unknown' };
  const named = Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => value !== undefined && value !== known[name as keyof PoolSettings],
    ),
  );
  if (Object.keys(named).length === 0) return { ok: true, site, changed: 0 };
  return withPools(site, replaced(site.pools, { ...known, ...named }), 0);
}

function replaced(pools: readonly PoolDefinition[], pool: PoolDefinition): PoolDefinition[] {
  return pools.map((each) => (each.name === pool.name ? pool : each));
}

function withPools(
  site: SiteDefinition,
  pools: readonly PoolDefinition[],
  changed: number,
): PoolChange {
  const after = { ...site, pools };
  const problems = definitionProblems(after);
  return problems.length > 0
    ? { ok: false, code: 'site_invalid', problems }
    : { ok: true, site: after, changed };
}
