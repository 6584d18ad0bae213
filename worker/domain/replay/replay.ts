import { DAY, type EpochMs, SECOND } from '../time.ts';
import { SESSION_IDLE } from '../visits/session.ts';
import { NO_CREDIT } from './policies/credited.ts';
import { POLICIES, type PolicyName } from './policies.ts';
import type { Policy } from './policy.ts';
import { seededRandom } from './random.ts';
import { type Figures, ReplayScore, type Truth } from './replay-score.ts';
import type { TraceEvent } from './trace-event.ts';

/** A Monday, 00:00. */
const TRACE_BEGINS: EpochMs = 4 * DAY;

/** Policies that draw lots draw the same in every replay. */
const SEED = 1;

export type ReplayOptions = {
  /** How many numbers the pool has. */
  readonly numbers: number;
  readonly holdSeconds: number;
  /** How many calls are played before those that are scored. */
  readonly warmUp?: number;
};

type Visitor = {
  readonly source: string;
  session: string;
  lastSeenAt: EpochMs;
  /** What their page showed last; null for the business's own number. */
  shown: string | null;
};

/** Plays a trace to a policy, event by event, and keeps the score. The policy's only clock is the trace's. */
export class Replay {
  readonly #numbers: readonly string[];
  readonly #policy: Policy;
  readonly #visitors = new Map<string, Visitor>();
  readonly #score: ReplayScore;
  #sessions = 0;

  constructor(policy: PolicyName, { numbers, holdSeconds, warmUp = 0 }: ReplayOptions) {
    this.#numbers = Array.from({ length: numbers }, (_, index) => `number ${index}`);
    const settings = { numbers: this.#numbers, holdSeconds, random: seededRandom(SEED) };
    this.#policy = POLICIES[policy](settings);
    this.#score = new ReplayScore(warmUp);
  }

  /** Events are played in the order of their times. */
  play(event: TraceEvent): void {
    if (event.type === 'call') this.#call(event);
    else if (event.type === 'visit') this.#view(event);
    else this.#seen(event, event.type);
  }

  figures(): Figures {
    return this.#score.figures();
  }

  #view({ t, visitor, source }: TraceEvent): void {
    if (visitor === null) return;
    const at = timeOf(t);
    const known = this.#visitors.get(visitor);
    const begins = known === undefined || at - known.lastSeenAt >= SESSION_IDLE;
    const session = begins ? `s${this.#sessions++}` : known.session;
    // A visitor has one source.
    const from = known?.source ?? source ?? '';
    const { number, own } = this.#policy.view({
      at,
      visitorId: visitor,
      sessionId: session,
      source: from,
    });
    this.#visitors.set(visitor, { source: from, session, lastSeenAt: at, shown: number });
    if (known === undefined) this.#score.addVisitor();
    if (begins) this.#score.addSession(own);
  }

  #seen({ t, visitor }: TraceEvent, type: 'renew' | 'tap' | 'leave'): void {
    const known = visitor === null ? undefined : this.#visitors.get(visitor);
    if (visitor === null || known === undefined) return;
    const at = timeOf(t);
    known.lastSeenAt = at;
    this.#policy.seen({ at, visitorId: visitor, type });
  }

  #call(event: TraceEvent): void {
    const { t, caller } = event;
    const number = this.#dialled(event);
    // Nothing is said of a call to the business's own number.
    const verdict =
      number === null ? NO_CREDIT : this.#policy.call({ at: timeOf(t), number, caller });
    this.#score.addCall(verdict, this.#truth(event));
  }

  /** Null for the business's own number. */
  #dialled({ cause, number_of, dial }: TraceEvent): string | null {
    const whose = cause ?? number_of;
    if (whose !== null) return this.#visitors.get(whose)?.shown ?? null;
    return this.#numbers[Math.floor((dial ?? 0) * this.#numbers.length)] ?? null;
  }

  #truth({ cause, known = true }: TraceEvent): Truth | null {
    if (!known) return null;
    if (cause === null) return { cause, source: null };
    return { cause, source: this.#visitors.get(cause)?.source ?? '' };
  }
}

function timeOf(t: number): EpochMs {
  return TRACE_BEGINS + Math.round(t * SECOND);
}
