import type { CallEvent, CallOutcome, CallStep, DialResult, LegState } from './call-event.ts';

type LegStep = Extract<CallStep, { type: 'leg' }>;

/**
 * How the call ended, or null while that is open.
 *
 * The verdict on the attempt to reach the business counts first, then what its legs did. That the
 * caller's own leg completed proves nothing: it also completes after nobody picked up. It only closes
 * a call whose other news never came, and such a call is `missed` unless a leg was answered, `abandoned`
 * where the caller was still to choose; so it is where nothing at all was heard any more. A message that
 * was left makes of all but an answer a `voicemail`.
 */
export function decideOutcome(events: readonly CallEvent<unknown>[]): CallOutcome | null {
  const steps = events.map((event) => event.step);
  const reached = outcomeOfDialling(steps);
  if (reached === 'answered') return reached;
  if (steps.some((step) => step.type === 'recording' && step.of === 'voicemail'))
    return 'voicemail';
  return steps.some((step) => step.type === 'blocked') ? 'blocked' : reached;
}

function outcomeOfDialling(steps: readonly CallStep[]): CallOutcome | null {
  const verdicts = steps.filter((step) => step.type === 'dialled').map((step) => step.result);
  if (verdicts.length > 0) return outcomeOf(verdicts);

  const legs = [...Map.groupBy(steps.filter(isLeg), (step) => step.leg).values()];
  const callerGone = steps.some(({ type }) => type === 'ended' || type === 'lapsed');
  const legsOver = legs.length > 0 && legs.every((leg) => leg.some((step) => isOver(step.state)));
  if (callerGone && legs.length === 0 && steps.some((step) => step.type === 'menu')) {
    return 'abandoned';
  }
  return callerGone || legsOver ? outcomeOf(legs.map(legResult)) : null;
}

/** Whether a leg in this state will not change any more. */
export function isOver(state: LegState): boolean {
  return state !== 'initiated' && state !== 'ringing' && state !== 'answered';
}

/** One phone that rang unanswered makes the call missed, even if another was busy or out of reach. */
function outcomeOf(results: readonly DialResult[]): CallOutcome {
  if (results.includes('answered')) return 'answered';
  if (results.includes('no-answer') || results.includes('canceled')) return 'missed';
  if (results.includes('busy')) return 'busy';
  return results.includes('failed') ? 'failed' : 'missed';
}

function legResult(leg: readonly LegStep[]): DialResult {
  const states = leg.map((step) => step.state);
  // `completed` is the end of a leg that was answered; the other ends have names of their own.
  if (states.includes('answered') || states.includes('completed')) return 'answered';
  if (states.includes('busy')) return 'busy';
  return states.includes('failed') ? 'failed' : 'no-answer';
}

function isLeg(step: CallStep): step is LegStep {
  return step.type === 'leg';
}
