import fc from 'fast-check';

/** What may happen at the same moment as something else: somebody asks, rings, or the alarm does. */
export type Action =
  | {
      readonly type: 'visit';
      readonly browser: number;
      /** With its ids, without them (another person, or cleared storage), or the last page view once more. */
      readonly as: 'returning' | 'newcomer' | 'repeated';
      readonly campaign: string;
      readonly targets: readonly ('first' | 'second')[];
      /** Whether the Worker that was asked has not heard of the owner's last change yet. */
      readonly stale: boolean;
      readonly network: string | null;
    }
  | {
      readonly type: 'event';
      /** Which of the open pages, counted from the newest. */
      readonly page: number;
      readonly event: 'renew' | 'leave' | 'page' | 'tap';
      readonly ageSeconds: number;
      readonly stale: boolean;
    }
  | {
      readonly type: 'call';
      /** One of the site's numbers, in a pool or not, its fallback, or one nobody knows. */
      readonly number: number;
      /** How long ago by the provider's clock; null where it sends no times. */
      readonly agoSeconds: number | null;
      readonly heardFirst: CallNews;
      readonly stale: boolean;
    }
  | {
      readonly type: 'news';
      /** Which of the calls, counted from the newest. */
      readonly call: number;
      readonly news: CallNews;
      readonly stale: boolean;
    }
  | { readonly type: 'alarm' };

/** Only the first of these names the number; the last two end the call. */
export type CallNews = 'received' | 'answered' | 'dialled' | 'ended';

/** What the site's owner may change while all this goes on. */
export type Change =
  | { readonly type: 'number'; readonly number: number; readonly pool: PoolName | null }
  | { readonly type: 'setting'; readonly pool: PoolName; readonly setting: Setting }
  | { readonly type: 'second target'; readonly pool: PoolName }
  | { readonly type: 'shards'; readonly count: number };

export type PoolName = 'sales' | 'support';
/** Each of these is turned on where it was off, and off where it was on. */
type Setting = 'paused' | 'share' | 'fallback' | 'long hold';

export type Step =
  | { readonly type: 'act'; readonly actions: readonly Action[] }
  | { readonly type: 'wait'; readonly seconds: number }
  /** The object stops, now that it is idle, or in the middle of what is asked of it. */
  | { readonly type: 'evict'; readonly object: number }
  | { readonly type: 'abort'; readonly actions: readonly Action[] }
  | { readonly type: 'D1'; readonly broken: boolean }
  | { readonly type: 'change'; readonly change: Change; readonly told: boolean };

/** How often each kind of step comes, beside the others. */
type Weights = { readonly [K in Step['type'] | 'call']: number };

/** Shards other than the first are there only where the weights say so. */
export type Mix = Weights & { readonly mostShards: number };

const BROWSERS = 5;
export const NUMBER_COUNT = 4;

const rarely = (weight: number) =>
  fc.oneof({ weight, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

const visit: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('visit'),
  browser: fc.nat(BROWSERS - 1),
  as: fc.constantFrom('returning', 'returning', 'returning', 'returning', 'newcomer', 'repeated'),
  campaign: fc.constantFrom('', '', '', '', 'spring', 'summer'),
  targets: fc.constantFrom(
    ['first'],
    ['first'],
    ['first', 'second'],
    ['second', 'first'],
    ['second'],
  ),
  stale: rarely(5),
  network: fc.constantFrom(null, null, null, null, 'office'),
});

const event: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('event'),
  page: fc.nat(7),
  event: fc.constantFrom('renew', 'renew', 'renew', 'leave', 'page', 'tap'),
  ageSeconds: fc.oneof(
    { weight: 3, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.nat(200) },
  ),
  stale: rarely(5),
});

const call: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('call'),
  number: fc.nat(NUMBER_COUNT + 1),
  agoSeconds: fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 2, arbitrary: fc.nat(10) },
    { weight: 1, arbitrary: fc.nat(600) },
  ),
  heardFirst: fc.constantFrom('received', 'received', 'received', 'answered', 'ended'),
  stale: rarely(5),
});

const news: fc.Arbitrary<Action> = fc.record({
  type: fc.constant('news'),
  call: fc.nat(3),
  news: fc.constantFrom('received', 'received', 'answered', 'dialled', 'ended', 'ended'),
  stale: rarely(5),
});

function anyActions(calls: number, minLength: number): fc.Arbitrary<readonly Action[]> {
  const action = fc.oneof(
    { weight: 8, arbitrary: visit },
    { weight: 6, arbitrary: event },
    { weight: calls, arbitrary: call },
    { weight: calls, arbitrary: news },
    { weight: 1, arbitrary: fc.constant<Action>({ type: 'alarm' }) },
  );
  return fc.array(action, { minLength, maxLength: 4 });
}

const seconds = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: 5, max: 130 }) },
  { weight: 3, arbitrary: fc.constantFrom(1, 120, 300, 900, 1_200) },
  { weight: 1, arbitrary: fc.constantFrom(1_800, 7_200, 5 * 3_600) },
);

const pool = fc.constantFrom<PoolName[]>('sales', 'support');

function anyChange(mostShards: number): fc.Arbitrary<Change> {
  const inventory = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('number' as const),
        number: fc.nat(NUMBER_COUNT - 1),
        pool: fc.constantFrom<(PoolName | null)[]>('sales', 'sales', 'support', null),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('setting' as const),
        pool,
        setting: fc.constantFrom<Setting[]>('paused', 'share', 'share', 'fallback', 'long hold'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('second target' as const), pool }) },
  );
  if (mostShards === 1) return inventory;
  const shards = fc.record({
    type: fc.constant('shards' as const),
    count: fc.integer({ min: 1, max: mostShards }),
  });
  return fc.oneof({ weight: 2, arbitrary: shards }, { weight: 3, arbitrary: inventory });
}

/** Steps in the given mix, shortened step by step where they fail. */
export function interleavings(mix: Mix): fc.Arbitrary<readonly Step[]> {
  const of = <T extends Step>(weight: number, arbitrary: fc.Arbitrary<T>) => ({
    weight,
    arbitrary,
  });
  const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
    of(mix.act, fc.record({ type: fc.constant('act'), actions: anyActions(mix.call, 1) })),
    of(mix.wait, fc.record({ type: fc.constant('wait'), seconds })),
    of(mix.evict, fc.record({ type: fc.constant('evict'), object: fc.nat(3) })),
    of(mix.abort, fc.record({ type: fc.constant('abort'), actions: anyActions(mix.call, 0) })),
    of(mix.D1, fc.record({ type: fc.constant('D1'), broken: fc.boolean() })),
    of(
      mix.change,
      fc.record({
        type: fc.constant('change'),
        change: anyChange(mix.mostShards),
        told: fc.boolean(),
      }),
    ),
  );
  return fc.array(step, { minLength: 1, maxLength: 70, size: 'max' }).map(readable);
}

/** Told step by step where it fails, each in a line that can be copied into a test. */
function readable(story: readonly Step[]): readonly Step[] {
  const lines = () => story.map((step) => `\n  ${JSON.stringify(step)},`).join('');
  return Object.assign([...story], { [fc.toStringMethod]: lines });
}
