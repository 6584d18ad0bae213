import type { CallEvent, CallOutcome } from '../calls/call-event.ts';
import { type EpochMs, MINUTE, SECOND } from '../time.ts';
import type { EventType } from './event-types.ts';

/** Two webhooks of a provider may overtake one another, and a verdict may come after the end. */
const GRACE = 2 * SECOND;
/**
 * Where nothing says that a call is over, the next phone may be ringing or a message being spoken. By then
 * that would have been heard of; if not, the news of it got lost.
 */
const QUIET = 3 * MINUTE;

const UNANSWERED: ReadonlySet<CallOutcome> = new Set(['missed', 'busy', 'failed', 'abandoned']);

export type CallNews = {
  readonly id: string;
  readonly type: EventType;
  readonly outcome: CallOutcome;
  /** Until then it may turn out otherwise. */
  readonly dueAt: EpochMs;
};

type Call = {
  readonly id: string;
  readonly outcome: CallOutcome | null;
  readonly events: readonly CallEvent<unknown>[];
};

/**
 * What is to be told of a call, beside what has been: its end once, and later only that its outcome has
 * changed. Nothing while it goes on.
 */
export function newsOfCall(
  { id, outcome, events }: Call,
  told: readonly Pick<CallNews, 'type' | 'outcome'>[],
  now: EpochMs,
): CallNews[] {
  if (outcome === null) return [];
  const dueAt = now + (isOver(events) ? GRACE : QUIET);
  const first = told.length === 0;
  const changed = !first && !told.some((news) => news.outcome === outcome);
  const spoken = outcome === 'voicemail' && !told.some(({ type }) => type === 'call.voicemail');
  const news = (type: EventType, name: string) => ({ id: `${id}-${name}`, type, outcome, dueAt });
  return [
    ...(first && UNANSWERED.has(outcome) ? [news('call.missed', 'missed')] : []),
    ...(spoken ? [news('call.voicemail', 'voicemail')] : []),
    ...(first ? [news('call.ended', 'ended')] : []),
    ...(changed ? [news('call.updated', `updated-${outcome}`)] : []),
  ];
}

/** Whether the caller is gone, or about to be: that a phone was not picked up proves nothing, for the next may ring. */
function isOver(events: readonly CallEvent<unknown>[]): boolean {
  return events.some(
    ({ step }) =>
      step.type === 'ended' ||
      step.type === 'finished' ||
      step.type === 'lapsed' ||
      step.type === 'blocked' ||
      (step.type === 'recording' && step.of === 'voicemail'),
  );
}
