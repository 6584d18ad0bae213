import type { CallEvent } from '../../../../worker/domain/calls/call-event.ts';
import type { SealedCaller } from '../../../../worker/domain/calls/sealed-caller.ts';
import { type EpochMs, HOUR, SECOND } from '../../../../worker/domain/time.ts';
import type { Breaches } from './breaches.ts';
import type { CallNews } from './steps.ts';

type Event = CallEvent<SealedCaller>;

/** One call as its provider knows it: what it has told, and what of that was acknowledged. */
export type Call = {
  readonly id: string;
  readonly number: string;
  readonly clock: Event['clock'];
  readonly startsAt: EpochMs;
  /** By their kind, as first sent: a repetition says exactly the same. */
  readonly told: Map<CallNews, Event>;
  readonly acknowledged: Set<CallNews>;
  /** News under way. */
  sending: number;
  /** The id the pool gave it. */
  callId: string | undefined;
  /** Whether the object that leases the number is told of the call. */
  atHome: boolean;
  /** Whether it is because the number was in a pool: one that was in none may come to any object. */
  placed: boolean;
};

/** How long a call whose end is never told keeps its number from being leased. */
const LONGEST_CALL = 4 * HOUR;

/** Whoever rings the site's numbers, and the provider that tells of it. */
export function openPhone(breaches: Breaches) {
  const calls: Call[] = [];

  const ended = ({ told }: Call) => told.has('dialled') || told.has('ended');
  const lasts = (call: Call, at: EpochMs) => at < call.startsAt + LONGEST_CALL;

  return {
    calls: calls as readonly Call[],

    ring(number: string, agoSeconds: number | null, now: EpochMs): Call {
      const call: Call = {
        id: `CA${calls.length + 1}`,
        number,
        clock: agoSeconds === null ? 'arrival' : 'provider',
        startsAt: now - (agoSeconds ?? 0) * SECOND,
        told: new Map(),
        acknowledged: new Set(),
        sending: 0,
        callId: undefined,
        atHome: false,
        placed: false,
      };
      calls.push(call);
      return call;
    },

    /** The event to be sent: the very same each time. */
    tell(call: Call, news: CallNews, now: EpochMs): Event {
      const event = call.told.get(news) ?? eventOf(call, news, now);
      call.told.set(news, event);
      return event;
    },

    acknowledged(call: Call, news: CallNews, callId: string): void {
      call.acknowledged.add(news);
      if (call.callId !== undefined && call.callId !== callId) {
        breaches.note(`${call.id} became two calls`);
      }
      call.callId = callId;
    },

    /** The site has several objects now. */
    sharded(): void {
      for (const call of calls) call.atHome &&= call.placed;
    },

    /** Whether a call to the number goes on that the pool surely knows of. */
    rings(number: string, at: EpochMs): boolean {
      return calls.some(
        (call) =>
          call.number === number &&
          call.atHome &&
          call.acknowledged.has('received') &&
          !ended(call) &&
          lasts(call, at),
      );
    },

    /** Whether a call to the number may go on, for all the pool knows. */
    mayRing(number: string): boolean {
      return calls.some(
        (call) =>
          call.number === number &&
          call.told.has('received') &&
          !call.acknowledged.has('dialled') &&
          !call.acknowledged.has('ended'),
      );
    },
  };
}

export type Phone = ReturnType<typeof openPhone>;

/** The provider names no number but in its first event; its times are those of the call's start. */
function eventOf({ id, number, clock, startsAt }: Call, news: CallNews, now: EpochMs): Event {
  const base = { id: `${id} ${news}`, at: clock === 'provider' ? startsAt : now, clock } as const;
  switch (news) {
    case 'received':
      return { ...base, number, step: { type: 'received' } };
    case 'answered':
      return { ...base, step: { type: 'leg', leg: `${id} leg`, state: 'answered' } };
    case 'dialled':
      return { ...base, step: { type: 'dialled', result: 'answered' } };
    case 'ended':
      return { ...base, step: { type: 'ended' } };
  }
}

/** When the call began, by what has been acknowledged of it. */
export function startOf({ clock, startsAt, told, acknowledged }: Call): EpochMs {
  if (clock === 'provider') return startsAt;
  return Math.min(...[...acknowledged].map((news) => (told.get(news) as Event).at));
}
