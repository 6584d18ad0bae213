import type { Grade } from '../../../../snippet/contract/wire.ts';
import { Roster } from '../../leases/roster.ts';
import type { Touch } from '../../touches/touch.ts';
import { decideVisit, type Visit } from '../../visits/decide-visit.ts';
import type { Session } from '../../visits/session.ts';
import type { PageView, PolicySettings, Sign } from '../policy.ts';

const POOL = 'replayed';
const TARGET = 'target';

/** A trace's visitor has one source, so nothing of a touch decides anything. */
const TOUCH: Touch = {
  channel: 'Unassigned',
  source: '',
  medium: '',
  campaign: null,
  term: null,
  content: null,
  campaignId: null,
  clickIds: {},
  referrer: null,
  landingPage: '',
  campaignKey: '',
};

/** What a visitor is shown, and whether a lease begins with it. */
export type Shown = {
  readonly number: string;
  readonly grade: Grade;
  readonly begins: boolean;
  readonly sessionId: string;
};

/** Who gets which number: the rules of the pool itself, with one pool that shares its numbers. */
export class Allocation {
  readonly #roster: Roster;
  readonly #sessions = new Map<string, Session>();
  #ids = 0;

  constructor({ numbers, holdSeconds }: Omit<PolicySettings, 'random'>) {
    const pool = { name: POOL, holdSeconds, numbers, paused: false, share: true } as const;
    this.#roster = new Roster([{ ...pool, fallback: null, prefer: null, networkShare: null }], []);
  }

  /** Undefined where the pool has nothing to give. */
  view({ at, visitorId }: Pick<PageView, 'at' | 'visitorId'>): Shown | undefined {
    const visit: Visit = {
      visitorId,
      view: this.#makeId(),
      page: { url: '' },
      touch: TOUCH,
      place: { country: null, region: null },
      device: null,
      wanted: [{ target: TARGET, pool: POOL }],
      servedBySource: false,
      network: null,
    };
    const current = this.#sessions.get(visitorId);
    const decision = decideVisit(this.#roster, current, visit, at, () => this.#makeId());
    for (const lease of decision.nowShared) this.#roster.record(lease);
    // Views are not told twice in a trace, so which ones there were need not be remembered.
    this.#sessions.set(visitorId, { ...decision.session, journey: [] });
    const [grant] = decision.grants;
    if (!grant?.lease) return undefined;
    this.#roster.record(grant.lease);
    const { grade, begins } = grant;
    return { number: grant.lease.number, grade, begins, sessionId: decision.session.id };
  }

  seen({ at, visitorId, type }: Sign): void {
    const session = this.#sessions.get(visitorId);
    if (session === undefined) return;
    this.#sessions.set(visitorId, { ...session, lastSeenAt: Math.max(session.lastSeenAt, at) });
    const held = this.#roster.leaseOf(visitorId, TARGET);
    const lease = held && this.#roster.renewed(held.number, visitorId, at, type === 'leave');
    if (lease) this.#roster.record(lease);
  }

  /** In the order of time. */
  #makeId(): string {
    return String(this.#ids++).padStart(12, '0');
  }
}
