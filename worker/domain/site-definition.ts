import type { PoolDefinition, SiteSnapshot, StaticNumber } from './site-snapshot.ts';

/** A site as its owner describes it; numbers in E.164. The schema at the edge is `http/site-schema.ts`. */
export type SiteDefinition = {
  readonly name: string;
  readonly origins: readonly string[];
  readonly country: string;
  readonly consent: 'off' | 'required';
  readonly honourGpc: boolean;
  readonly pools: readonly PoolDefinition[];
  readonly targets: readonly {
    readonly number: string;
    readonly label: string;
    readonly forwardTo?: string | undefined;
    readonly pool: string | null;
  }[];
  readonly staticNumbers: readonly StaticNumber[];
};

/** What the owner described the site by: put again, it changes nothing. */
export function definitionOf(site: SiteSnapshot): SiteDefinition {
  const { name, origins, country, consent, honourGpc, pools, staticNumbers } = site;
  const targets = site.targets.map(({ forwardTo, ...target }) =>
    forwardTo === target.number ? target : { ...target, forwardTo },
  );
  return { name, origins, country, consent, honourGpc, pools, targets, staticNumbers };
}

/**
 * What is wrong with a definition beyond its shape, as sentences that say what to change; empty where
 * all is well.
 */
export function definitionProblems(site: SiteDefinition): string[] {
  const problems: string[] = [];
  const targets = new Set(site.targets.map(({ number }) => number));
  const pools = new Set(site.pools.map(({ name }) => name));
  if (targets.size < site.targets.length) problems.push('A target number is listed twice.');
  if (pools.size < site.pools.length) problems.push('Two pools have the same name.');
  for (const { number, pool } of site.targets) {
    if (pool !== null && !pools.has(pool)) {
      problems.push(`Target ${number} names the pool "${pool}", which is not among the pools.`);
    }
  }
  for (const { number, target } of site.staticNumbers) {
    if (!targets.has(target)) {
      problems.push(`Static number ${number} names the target ${target}, which is not a target.`);
    }
  }
  const seen = new Set<string>();
  const tracking = [
    ...site.pools.flatMap(({ numbers }) => numbers),
    ...site.staticNumbers.map(({ number }) => number),
  ];
  for (const number of tracking) {
    if (seen.has(number)) problems.push(`Tracking number ${number} is listed twice.`);
    seen.add(number);
  }
  // A tracking number as target, or as the place to forward to, would ring itself for ever.
  for (const { number, forwardTo } of site.targets) {
    for (const dialled of new Set([number, forwardTo ?? number])) {
      if (seen.has(dialled))
        problems.push(`${dialled} is a tracking number: calls would go round in circles.`);
    }
  }
  return problems;
}
