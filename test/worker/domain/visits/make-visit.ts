import type { TouchParameters } from '../../../../snippet/contract/wire.ts';
import type { Lease } from '../../../../worker/domain/leases/lease.ts';
import { Roster } from '../../../../worker/domain/leases/roster.ts';
import type { PoolDefinition } from '../../../../worker/domain/site-snapshot.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { classifyTouch } from '../../../../worker/domain/touches/classify-touch.ts';
import type { Touch } from '../../../../worker/domain/touches/touch.ts';
import {
  decideVisit,
  type Visit,
  type VisitDecision,
} from '../../../../worker/domain/visits/decide-visit.ts';
import type { Session } from '../../../../worker/domain/visits/session.ts';

export const HOLD_SECONDS = 600;

/** 2025-11-25T14:00:00Z */
export const NOON = 1_764_079_200_000;

export function touch(parameters: TouchParameters = {}): Touch {
  return classifyTouch(parameters, 'https://shop.example/', ['https://shop.example']);
}

/** A pool of so many numbers: `main-1`, `main-2`, ... It gives each visitor one of their own, or none. */
export function poolOf(
  count: number,
  name = 'main',
  settings: Partial<PoolDefinition> = {},
): PoolDefinition {
  return {
    name,
    holdSeconds: HOLD_SECONDS,
    numbers: Array.from({ length: count }, (_, index) => `${name}-${index + 1}`),
    paused: false,
    share: false,
    fallback: null,
    prefer: null,
    networkShare: null,
    ...settings,
  };
}

export type Arrival = Partial<Omit<Visit, 'wanted'>> & {
  /** The session that the browser names. */
  readonly current?: Session | undefined;
  /** The targets on the page, by pool. */
  readonly wanted?: Readonly<Record<string, string>>;
};

/** A site's visits, one after the other; what each one leased is known to the next. */
export function openPool(...pools: PoolDefinition[]) {
  let roster = new Roster(pools, []);
  const leased = new Set<string>();
  let made = 0;
  return {
    get roster() {
      return roster;
    },
    arrive(now: EpochMs, { current, wanted = { sales: 'main' }, ...visit }: Arrival) {
      made += 1;
      const arrived: Visit = {
        visitorId: current?.visitorId ?? null,
        view: `view-${made}`,
        page: { url: 'https://shop.example/' },
        touch: touch(),
        place: { country: 'FR', region: null },
        device: null,
        servedBySource: false,
        network: null,
        wanted: Object.entries(wanted).map(([target, pool]) => ({ target, pool })),
        ...visit,
      };
      const decision = decideVisit(roster, current, arrived, now, () => {
        made += 1;
        return `id-${String(made).padStart(6, '0')}`;
      });
      for (const shared of decision.nowShared) roster.record(shared);
      for (const { lease } of decision.grants) {
        if (!lease) continue;
        roster.record(lease, arrived.network);
        leased.add(lease.number);
      }
      return decision;
    },
    /** A page gives a sign of life, or leaves. */
    renew(now: EpochMs, { visitorId, numbers }: Session): Lease[] {
      const renewed = Object.values(numbers).flatMap(
        (number) => roster.renewed(number, visitorId, now) ?? [],
      );
      for (const lease of renewed) roster.record(lease);
      return renewed;
    },
    /** The owner changes the pools while they are live. */
    change(...changed: PoolDefinition[]) {
      roster.usePools(changed);
    },
    /** The owner changes the pools; the leases of every number there ever was are read anew. */
    reopen(...changed: PoolDefinition[]) {
      const leases = [...leased].flatMap((number) => [...(roster.stateOf(number)?.leases() ?? [])]);
      roster = new Roster(changed, leases);
    },
  };
}

/** The number that each target is shown as, where it is not its own. */
export function shown({ grants }: VisitDecision): Record<string, string> {
  return Object.fromEntries(
    grants.flatMap(({ target, number }) => (number === null ? [] : [[target, number]])),
  );
}

/** What each target got, in order. */
export function gradesOf({ grants }: VisitDecision): string[] {
  return grants.map(({ grade }) => grade);
}

/** The leases that a visit was given or goes on with. */
export function leasesOf({ grants }: VisitDecision): Lease[] {
  return grants.flatMap(({ lease }) => lease ?? []);
}
