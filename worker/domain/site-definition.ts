import type { NamedFlow } from './flows/flow.ts';
import { flowProblems } from './flows/flow-problems.ts';
import type {
  ConsentMode,
  MessageSettings,
  PoolDefinition,
  SiteSnapshot,
  StaticNumber,
} from './site-snapshot.ts';
import type { SnippetOptions } from './snippet-options.ts';

/** A site as its owner describes it; numbers in E.164. The schema at the edge is `http/site-schema.ts`. */
export type SiteDefinition = {
  readonly name: string;
  readonly origins: readonly string[];
  readonly country: string;
  readonly consent: ConsentMode;
  readonly honourGpc: boolean;
  readonly snippet: SnippetOptions;
  /** Objects among which the numbers are dealt out; one, but for big sites. */
  readonly shards: number;
  /** How long a number that was removed goes on being matched. */
  readonly quarantineDays: number;
  readonly pools: readonly PoolDefinition[];
  readonly targets: readonly {
    readonly number: string;
    readonly label: string;
    readonly forwardTo?: string | undefined;
    readonly pool: string | null;
  }[];
  readonly staticNumbers: readonly StaticNumber[];
  /**
   * Those that take text messages. Not checked against the others: a number that is removed may still be
   * shown to somebody, and is to be in no one's way when it is.
   */
  readonly textNumbers: readonly string[];
  readonly messages: MessageSettings | null;
  readonly flows: readonly NamedFlow[];
  /** Score from which a call is suspected of spam, 0 to 1; null: none is. */
  readonly spamThreshold: number | null;
};

/** Numbers of one pool: what one shard can allocate from without being slower for it. */
export const MAX_POOL_NUMBERS = 10_000;

/** What the owner described the site by: put again, it changes nothing. */
export function definitionOf(site: SiteSnapshot): SiteDefinition {
  const { name, origins, country, consent, honourGpc, snippet, shards, quarantineDays } = site;
  const targets = site.targets.map(({ forwardTo, ...target }) =>
    forwardTo === target.number ? target : { ...target, forwardTo },
  );
  const { pools, staticNumbers, textNumbers, messages, flows, spamThreshold } = site;
  return {
    name,
    origins,
    country,
    consent,
    honourGpc,
    snippet,
    shards,
    quarantineDays,
    pools,
    targets,
    staticNumbers,
    textNumbers,
    messages,
    flows,
    spamThreshold,
  };
}

const REMOVED =
  'a tracking number that was removed, whose calls come here until its quarantineDays are over';

/**
 * What is wrong with a definition beyond its shape, as sentences that say what to change; empty where
 * all is well.
 *
 * @param quarantined numbers that were removed, whose calls still come here
 */
export function definitionProblems(
  site: SiteDefinition,
  quarantined: ReadonlySet<string> = new Set(),
): string[] {
  const { flows, targets } = site;
  const ours = new Map([
    ...[...quarantined].map((number) => [number, REMOVED] as const),
    ...trackingNumbers(site).map((number) => [number, 'a tracking number'] as const),
  ]);
  return [
    ...targetProblems(site),
    ...poolProblems(site),
    ...numberProblems(site),
    ...loopProblems(site, ours),
    ...flowProblems(flows, ours, new Set(targets.map(({ number }) => number))),
  ];
}

function targetProblems({ targets, pools, staticNumbers }: SiteDefinition): string[] {
  const problems: string[] = [];
  const numbers = new Set(targets.map(({ number }) => number));
  const names = new Set(pools.map(({ name }) => name));
  if (numbers.size < targets.length) problems.push('A target number is listed twice.');
  if (names.size < pools.length) problems.push('Two pools have the same name.');
  for (const { number, pool } of targets) {
    if (pool !== null && !names.has(pool)) {
      problems.push(`Target ${number} names the pool "${pool}", which is not among the pools.`);
    }
  }
  for (const { number, target } of staticNumbers) {
    if (!numbers.has(target)) {
      problems.push(`Static number ${number} names the target ${target}, which is not a target.`);
    }
  }
  return problems;
}

function poolProblems({ pools, targets, staticNumbers }: SiteDefinition): string[] {
  const problems: string[] = [];
  const reached = new Map(targets.map(({ number, forwardTo }) => [number, forwardTo ?? number]));
  const fixed = new Map(staticNumbers.map(({ number, target }) => [number, target]));
  for (const { name, fallback, networkShare, numbers } of pools) {
    const stands = fallback === null ? undefined : fixed.get(fallback);
    if (fallback !== null && stands === undefined) {
      problems.push(
        `Pool "${name}" falls back on ${fallback}, which is not among the static numbers.`,
      );
    }
    for (const { number } of targets.filter(({ pool }) => pool === name)) {
      // A caller who was shown the fallback is to reach whom the page meant.
      if (stands !== undefined && reached.get(stands) !== reached.get(number)) {
        problems.push(
          `Pool "${name}" falls back on ${fallback}, whose calls go to another phone than those for ${number}.`,
        );
      }
    }
    if (networkShare !== null && !(networkShare > 0 && networkShare <= 1)) {
      problems.push(`Pool "${name}" needs a networkShare above 0 and up to 1, or null.`);
    }
    if (numbers.length > MAX_POOL_NUMBERS) {
      problems.push(`Pool "${name}" has more than ${MAX_POOL_NUMBERS} numbers; split it.`);
    }
  }
  return problems;
}

function numberProblems(site: SiteDefinition): string[] {
  const seen = new Set<string>();
  return trackingNumbers(site).flatMap((number) => {
    if (seen.has(number)) return [`Tracking number ${number} is listed twice.`];
    seen.add(number);
    return [];
  });
}

/**
 * What rings here as target, or as the place to forward to, would ring itself for ever.
 *
 * @param ours the numbers that ring here, and what each is
 */
function loopProblems(
  { targets, messages }: SiteDefinition,
  ours: ReadonlyMap<string, string>,
): string[] {
  const dialled = new Set(
    targets.flatMap(({ number, forwardTo }) => [number, forwardTo ?? number]),
  );
  const texts = messages ? [messages.forwardTo] : [];
  return [
    ...texts
      .filter((to) => ours.has(to))
      .map(
        (to) =>
          `messages.forwardTo: ${to} is ${ours.get(to)}, so messages would go round in circles.`,
      ),
    ...[...dialled]
      .filter((to) => ours.has(to))
      .map((to) => `${to} is ${ours.get(to)}: calls would go round in circles.`),
  ];
}

function trackingNumbers({ pools, staticNumbers }: SiteDefinition): string[] {
  return [...pools.flatMap(({ numbers }) => numbers), ...staticNumbers.map(({ number }) => number)];
}
