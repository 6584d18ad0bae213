import type { SnippetSettings } from '../../snippet/contract/wire.ts';
import type { NamedFlow } from './flows/flow.ts';
import type { SnippetOptions } from './snippet-options.ts';
import type { EventType } from './webhooks/event-types.ts';

export type ConsentMode = SnippetSettings['consent'];

/**
 * All that visits and calls need to know of a site, in one document. Published to KV on every change,
 * kept in isolate memory, and served stale when KV or D1 fails.
 */
export type SiteSnapshot = {
  /** Grows with every published change. */
  readonly version: number;
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly origins: readonly string[];
  readonly country: string;
  readonly consent: ConsentMode;
  readonly honourGpc: boolean;
  readonly snippet: SnippetOptions;
  readonly targets: readonly Target[];
  readonly pools: readonly PoolDefinition[];
  readonly staticNumbers: readonly StaticNumber[];
  /** Tracking numbers that take text messages; others may be among them, and count for nothing. */
  readonly textNumbers: readonly string[];
  /** What happens to text messages; null: they are kept, and no more. */
  readonly messages: MessageSettings | null;
  /** What happens to calls; those to a number that none is for are forwarded. */
  readonly flows: readonly NamedFlow[];
  /** Score from which a call is suspected of spam; null: none is. */
  readonly spamThreshold: number | null;
  /** The target that callers of each tracking number want to reach, removed numbers included. */
  readonly targetByNumber: Readonly<Record<string, string>>;
  /** Encrypted secrets by provider; several are active during a rotation. */
  readonly credentials: Readonly<Record<string, readonly string[]>>;
  /** Objects among which the numbers are dealt out; one, but for big sites. */
  readonly shards: number;
  /** The most it ever had: former ones still hold history, and numbers that pages show. */
  readonly shardsEver: number;
  /** Where each number of a pool is kept; one that is not named is with shard 0. */
  readonly placements: Readonly<Record<string, Placement>>;
  /** How long a number that was removed goes on being matched; it is to be kept at the provider for as long. */
  readonly quarantineDays: number;
  /** What any of its webhooks wants to be told of; nothing else is made note of. */
  readonly wantedEvents: readonly EventType[];
};

export type MessageSettings = {
  /** Phone of the owner's that text messages are sent on to, E.164. */
  readonly forwardTo: string;
};

/** The shard that leases a number, and the one it came from, while that one's history still matters. */
export type Placement = { readonly shard: number; readonly from: number | null };

export type Target = {
  /** E.164 number as printed on the pages. */
  readonly number: string;
  readonly label: string;
  readonly forwardTo: string;
  readonly pool: string | null;
};

export type PoolDefinition = {
  readonly name: string;
  /** How long a number stays with a visitor who was last seen. */
  readonly holdSeconds: number;
  readonly numbers: readonly string[];
  /** Nothing is leased anew; what is leased goes on. */
  readonly paused: boolean;
  /** Whether, when every number is held, a visitor is shown one that somebody else holds too. */
  readonly share: boolean;
  /** Static number shown when the pool has none to give; null: the page keeps its own. */
  readonly fallback: string | null;
  /** Whose area numbers should be of, as far as any are free; null: the area does not matter. */
  readonly prefer: AreaOf | null;
  /**
   * Share of the pool (0 to 1) that visitors of one network may hold as their own; null: the product's
   * own, `NETWORK_SHARE`.
   */
  readonly networkShare: number | null;
};

/** Where the visitor is, as the edge tells it, or the prefix of the target number. */
export type AreaOf = 'visitor' | 'target';

/** A number that belongs to one source: a poster, a radio spot, a listing. */
export type StaticNumber = StaticSource & { readonly number: string; readonly target: string };

/** What a static number stands for. */
export type StaticSource = {
  readonly label: string;
  /** What a touch must bring to be shown this number; null matches anything. */
  readonly source: string | null;
  readonly medium: string | null;
  readonly campaign: string | null;
};

/**
 * Where a call is forwarded: the target that the number last stood for on a page, else the number's own
 * target, else the site's first, so that a caller of an unknown number is connected too. Undefined only
 * for a site without targets.
 */
export function forwardTarget(
  site: SiteSnapshot,
  number: string | undefined,
  shown: string | null,
): Target | undefined {
  const wanted = [shown, number && site.targetByNumber[number], number];
  for (const candidate of wanted) {
    const target = site.targets.find((known) => known.number === candidate);
    if (target) return target;
  }
  return site.targets[0];
}
