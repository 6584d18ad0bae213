import type {
  PoolDefinition,
  SiteSnapshot,
  StaticNumber,
  Target,
} from '../../../worker/domain/site-snapshot.ts';
import { USUAL_SNIPPET } from '../../../worker/domain/snippet-options.ts';

export const SALES = '+33199001234';
export const SUPPORT = '+33199005678';

export function target(change: Partial<Target> = {}): Target {
  const number = change.number ?? SALES;
  return { number, label: '', forwardTo: number, pool: null, ...change };
}

export function staticNumber(change: Partial<StaticNumber> = {}): StaticNumber {
  return {
    number: '+33199003000',
    target: SALES,
    label: '',
    source: null,
    medium: null,
    campaign: null,
    ...change,
  };
}

export function pool(change: Partial<PoolDefinition> = {}): PoolDefinition {
  return {
    name: 'main',
    holdSeconds: 600,
    numbers: [],
    paused: false,
    share: true,
    fallback: null,
    prefer: null,
    networkShare: null,
    ...change,
  };
}

/** A site with one target, until told otherwise. */
export function site(change: Partial<SiteSnapshot> = {}): SiteSnapshot {
  return {
    version: 1,
    id: 'site',
    key: 'shop',
    name: 'Shop',
    origins: ['https://shop.example'],
    country: 'FR',
    consent: 'off',
    honourGpc: true,
    snippet: USUAL_SNIPPET,
    textNumbers: [],
    messages: null,
    flows: [],
    spamThreshold: 0.7,
    targets: [target()],
    pools: [],
    staticNumbers: [],
    targetByNumber: {},
    credentials: {},
    shards: 1,
    shardsEver: 1,
    placements: {},
    quarantineDays: 30,
    wantedEvents: [],
    ...change,
  };
}
