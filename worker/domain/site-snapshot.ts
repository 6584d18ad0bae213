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
  readonly consent: 'off' | 'required';
  readonly honourGpc: boolean;
  readonly targets: readonly Target[];
  readonly pools: readonly PoolDefinition[];
  readonly staticNumbers: readonly StaticNumber[];
  /** The target that callers of each tracking number want to reach, removed numbers included. */
  readonly targetByNumber: Readonly<Record<string, string>>;
  /** Encrypted secrets by provider; several are active during a rotation. */
  readonly credentials: Readonly<Record<string, readonly string[]>>;
};

export type Target = {
  /** E.164 number as printed on the pages. */
  readonly number: string;
  readonly label: string;
  readonly forwardTo: string;
  readonly pool: string | null;
};

export type PoolDefinition = {
  readonly name: string;
  readonly holdSeconds: number;
  readonly numbers: readonly string[];
};

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
