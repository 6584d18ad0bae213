import type { TouchParameters } from '../../../../snippet/contract/wire.ts';
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

export function touch(parameters: TouchParameters = {}): Touch {
  return classifyTouch(parameters, 'https://shop.example/', ['https://shop.example']);
}

/** A pool of so many numbers: `main-1`, `main-2`, ... */
export function poolOf(count: number, name = 'main'): PoolDefinition {
  const numbers = Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);
  return { name, holdSeconds: HOLD_SECONDS, numbers };
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
    arrive(now: EpochMs, { current, wanted = { sales: 'main' }, ...visit }: Arrival) {
      made += 1;
      const decision = decideVisit(
        roster,
        current,
        {
          visitorId: current?.visitorId ?? null,
          view: `view-${made}`,
          page: { url: 'https://shop.example/' },
          touch: touch(),
          place: { country: 'FR', region: null },
          servedBySource: false,
          wanted: Object.entries(wanted).map(([target, pool]) => ({ target, pool })),
          ...visit,
        },
        now,
        () => {
          made += 1;
          return `id-${made}`;
        },
      );
      for (const { lease } of decision.leases) {
        roster.record(lease);
        leased.add(lease.number);
      }
      return decision;
    },
    /** The owner changes the pools; the leases of every number there ever was are read anew. */
    reopen(...changed: PoolDefinition[]) {
      roster = new Roster(
        changed,
        [...leased].flatMap((number) => roster.latest(number) ?? []),
      );
    },
  };
}

/** The number that each target is shown as. */
export function shown({ leases }: VisitDecision): Record<string, string> {
  return Object.fromEntries(leases.map(({ lease }) => [lease.target, lease.number]));
}
