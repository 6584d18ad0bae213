import { type EpochMs, SECOND } from '../time.ts';
import type { CallEvent, CallStep, LegState } from './call-event.ts';
import { isOver } from './call-outcome.ts';

type Event = CallEvent<unknown>;

/** When something happened, and whose clock says so. */
type Moment = { readonly at: EpochMs; readonly clock: CallEvent['clock'] };

/**
 * When the call began.
 *
 * 1. The provider's own time of the call's arrival, where it sends one.
 * 2. Else the earliest time that any event names, for a call cannot have begun later than that: usually
 *    the arrival of the first webhook. The dialled leg's times by the provider's clock replace it where
 *    they are earlier, that is when our webhook came late or was lost. They must be earlier by a
 *    second, because providers cut their times to whole seconds.
 * 3. Else, when only the end was heard of, that end less the seconds it says the call lasted. This is
 *    the last resort because it takes arrival for the time of the end.
 */
export function startOfCall(events: readonly Event[]): Moment {
  const told = earliest(events, (event) => event.step.type === 'received');
  if (told?.clock === 'provider') return told;

  if (!events.some((event) => isOpening(event.step))) {
    return events
      .map((event) => ({ at: event.at - lasted(event.step) * SECOND, clock: event.clock }))
      .reduce((a, b) => (b.at < a.at ? b : a));
  }
  const byProvider = first(events.filter((event) => event.clock === 'provider'));
  const byArrival = first(events.filter((event) => event.clock === 'arrival'));
  if (byProvider === undefined || byArrival === undefined)
    return (byProvider ?? byArrival) as Moment;
  return byProvider.at + SECOND <= byArrival.at ? byProvider : byArrival;
}

/** When a leg was picked up: as told, else the end of the conversation less its length. */
export function pickedUpAt(events: readonly Event[]): EpochMs | null {
  const answered = earliest(events, ({ step }) => isLegIn(step, 'answered'));
  if (answered !== undefined) return answered.at;
  const talked = earliest(events, ({ step }) => isLegIn(step, 'completed') && lasted(step) > 0);
  const dialled = earliest(events, ({ step }) => step.type === 'dialled' && lasted(step) > 0);
  const end = talked ?? dialled;
  return end === undefined ? null : end.at - lasted(end.step) * SECOND;
}

/** From when the caller waited: the business's phone ringing, else being dialled, else the call's arrival. */
export function ringingFrom(events: readonly Event[]): EpochMs | null {
  const from =
    earliest(events, ({ step }) => isLegIn(step, 'ringing')) ??
    earliest(events, ({ step }) => isLegIn(step, 'initiated')) ??
    earliest(events, ({ step }) => step.type === 'received');
  return from?.at ?? null;
}

/** Whether a phone of the business is known to have rung; a busy line does not. */
export function wasRinging(events: readonly Event[]): boolean {
  return events.some(({ step }) => isLegIn(step, 'ringing'));
}

/** When the last of the legs ended or the attempt to reach the business was given up. */
export function dialOverAt(events: readonly Event[]): EpochMs | null {
  return latest(
    events,
    ({ step }) => step.type === 'dialled' || (step.type === 'leg' && isOver(step.state)),
  );
}

/** When a message was left, or the caller turned away: whatever else was to come, the call was over. */
export function closedAt(events: readonly Event[]): EpochMs | null {
  return latest(
    events,
    ({ step }) => step.type === 'blocked' || (step.type === 'recording' && step.of === 'voicemail'),
  );
}

/** When the caller's own leg ended. */
export function callerGoneAt(events: readonly Event[]): EpochMs | null {
  return latest(events, ({ step }) => step.type === 'ended');
}

/** When the call was last heard of, where its end never was. */
export function lapsedAt(events: readonly Event[]): EpochMs | null {
  return latest(events, ({ step }) => step.type === 'lapsed');
}

/** The seconds that the end of something says it lasted; undefined where it does not say. */
export function toldSeconds(step: CallStep): number | undefined {
  switch (step.type) {
    case 'ended':
      return step.totalSeconds;
    case 'leg':
    case 'dialled':
      return step.talkSeconds;
    case 'recording':
      return step.seconds;
    default:
      return undefined;
  }
}

function lasted(step: CallStep): number {
  return step.type === 'recording' ? 0 : (toldSeconds(step) ?? 0);
}

function isOpening(step: CallStep): boolean {
  return (
    step.type === 'received' ||
    step.type === 'menu' ||
    step.type === 'blocked' ||
    (step.type === 'leg' && !isOver(step.state))
  );
}

function isLegIn(step: CallStep, state: LegState): boolean {
  return step.type === 'leg' && step.state === state;
}

/** The provider's clock is believed before our time of arrival, which includes the way and retries. */
function trusted(events: readonly Event[], which: (event: Event) => boolean): Event[] {
  const chosen = events.filter(which);
  const byProvider = chosen.filter((event) => event.clock === 'provider');
  return byProvider.length > 0 ? byProvider : chosen;
}

function earliest(events: readonly Event[], which: (event: Event) => boolean): Event | undefined {
  return first(trusted(events, which));
}

function latest(events: readonly Event[], which: (event: Event) => boolean): EpochMs | null {
  const times = trusted(events, which).map((event) => event.at);
  return times.length === 0 ? null : Math.max(...times);
}

function first(events: readonly Event[]): Event | undefined {
  return events.reduce<Event | undefined>(
    (a, b) => (a === undefined || b.at < a.at ? b : a),
    undefined,
  );
}
