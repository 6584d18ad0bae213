import fc from 'fast-check';
import { type Lease, reusableAt } from '../../../../worker/domain/leases/lease.ts';
import type { PoolDefinition } from '../../../../worker/domain/site-snapshot.ts';
import { type EpochMs, MINUTE } from '../../../../worker/domain/time.ts';
import type { VisitDecision } from '../../../../worker/domain/visits/decide-visit.ts';
import type { Session } from '../../../../worker/domain/visits/session.ts';
import { NOON, openPool, poolOf, touch } from './make-visit.ts';

/** One thing that happened at a site, and what came of it. */
export type Happened = {
  readonly now: EpochMs;
  readonly pools: readonly PoolDefinition[];
  /** What a page view was decided to be; undefined where a page only gave a sign of life. */
  readonly decision: VisitDecision | undefined;
  /** Leases that were renewed by a sign of life. */
  readonly renewed: readonly Lease[];
  /** Who holds each number after that. */
  readonly holders: ReadonlyMap<string, readonly Lease[]>;
};

/** Inventories of a site whose owner adds numbers, moves them and takes them away. */
const INVENTORIES = [
  { main: ['m1', 'm2', 'm3'], other: ['o1'] },
  { main: ['m1'], other: ['o1', 'm2'] },
  { main: ['m2', 'm3', 'm4'], other: [] },
] as const;

/** What a pool does when it runs short, and whether it is paused. */
export type Settings = Partial<Pick<PoolDefinition, 'share' | 'fallback' | 'paused'>>;

const VISITORS = ['ada', 'bob', 'eve', 'joe'];
const NUMBERS = ['m1', 'm2', 'm3', 'm4', 'o1'];

const anyPage = fc.record({
  type: fc.constant('page' as const),
  /** How many sessions back the one is that the browser names; the first names none. */
  names: fc.constantFrom(0, 0, 0, 1, undefined),
  /** The page view that its retry repeats. */
  repeats: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  campaign: fc.constantFrom(undefined, undefined, undefined, 'spring', 'autumn'),
  wanted: fc
    .subarray(['sales', 'support', 'press'], { minLength: 1 })
    .chain((targets) => fc.shuffledSubarray(targets, { minLength: targets.length }))
    .map((order) =>
      Object.fromEntries(order.map((target) => [target, target === 'press' ? 'other' : 'main'])),
    ),
  network: fc.constantFrom(null, null, 'office'),
});
const anyRenewal = fc.record({ type: fc.constant('renewal' as const), of: fc.nat(1) });

const anyChange = fc.record({
  inventory: fc.constantFrom(...INVENTORIES),
  holdSeconds: fc.constantFrom(60, 600, 600, 1_200),
  /** The object's memory is gone, and the leases are read anew. */
  restarts: fc.boolean(),
  settings: fc.nat(),
});

/** Whether the clock is now and then put back. */
type ClockIs = 'steady' | 'put back';

function anyStep(clock: ClockIs) {
  return fc.record({
    /** About as fast as sessions and hold times end. */
    passes: fc.oneof(
      { weight: 5, arbitrary: fc.nat(3 * MINUTE) },
      { weight: 4, arbitrary: fc.nat(15 * MINUTE) },
      {
        weight: clock === 'steady' ? 0 : 1,
        arbitrary: fc.integer({ min: -20 * MINUTE, max: 0 }),
      },
    ),
    visitor: fc.constantFrom(...VISITORS),
    does: fc.oneof({ weight: 3, arbitrary: anyPage }, anyRenewal),
    changes: fc.option(anyChange, { freq: 8, nil: undefined }),
  });
}

/** What visitors did at a site whose pools take on these settings, one after the other. */
export function anyHistory(
  settings: readonly Settings[],
  clock: ClockIs = 'put back',
): fc.Arbitrary<readonly Happened[]> {
  return fc.array(anyStep(clock), { minLength: 1, maxLength: 40 }).map((steps) => {
    let pools = [poolOf(3, 'main', { numbers: INVENTORIES[0].main, ...settings[0] })];
    pools.push(poolOf(0, 'other', { numbers: INVENTORIES[0].other, ...settings[0] }));
    let now = NOON;
    const pool = openPool(...pools);
    const sessions = new Map<string, Session[]>();
    return steps.map(({ passes, visitor, does, changes }): Happened => {
      now += passes;
      if (changes) {
        const { inventory, holdSeconds, restarts } = changes;
        const changed = { holdSeconds, ...settings[changes.settings % settings.length] };
        pools = [
          poolOf(0, 'main', { numbers: inventory.main, ...changed }),
          poolOf(0, 'other', { numbers: inventory.other, ...changed }),
        ];
        if (restarts) pool.reopen(...pools);
        else pool.change(...pools);
      }
      const known = sessions.get(visitor) ?? [];
      let decision: VisitDecision | undefined;
      let renewed: Lease[] = [];
      if (does.type === 'renewal') {
        const session = known[does.of];
        if (session) renewed = pool.renew(now, session);
      } else {
        const { names, repeats, campaign, wanted, network } = does;
        const current = names === undefined ? undefined : known[names];
        const view = repeats ? current?.journey.at(-1)?.id : undefined;
        decision = pool.arrive(now, {
          visitorId: visitor,
          current,
          touch: touch(campaign === undefined ? {} : { utm_campaign: campaign }),
          wanted,
          network,
          ...(view === undefined ? {} : { view }),
        });
        const others = known.filter(({ id }) => id !== decision?.session.id);
        sessions.set(visitor, [decision.session, ...others]);
      }
      const holders = new Map(
        NUMBERS.map((number) => {
          const leases = [...(pool.roster.stateOf(number)?.leases() ?? [])];
          return [number, leases.filter((lease) => now < reusableAt(lease))];
        }),
      );
      return { now, pools, decision, renewed, holders };
    });
  });
}
