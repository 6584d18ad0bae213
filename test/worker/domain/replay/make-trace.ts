import type { PolicyName } from '../../../../worker/domain/replay/policies.ts';
import { Replay, type ReplayOptions } from '../../../../worker/domain/replay/replay.ts';
import type { Figures } from '../../../../worker/domain/replay/replay-score.ts';
import {
  callEvent,
  type TraceEvent,
  visitorEvent,
} from '../../../../worker/domain/replay/trace-event.ts';

/** What a visitor does at a time, in seconds. */
export function does(
  t: number,
  visitor: string,
  type: 'visit' | 'renew' | 'tap' | 'leave' = 'visit',
): TraceEvent {
  return visitorEvent({ t, type, visitor, source: `source of ${visitor}` });
}

/** A visitor rings at a time. */
export function rings(t: number, cause: string, caller: string | null = null): TraceEvent {
  return callEvent({ t, caller, cause });
}

/** Somebody rings whom no visit brought: the number of a visitor. */
export function friendRings(t: number, number_of: string): TraceEvent {
  return callEvent({ t, caller: null, number_of });
}

export function wrongNumber(t: number, dial: number): TraceEvent {
  return callEvent({ t, caller: null, dial });
}

export function figuresOf(
  policy: PolicyName,
  trace: Iterable<TraceEvent>,
  options: Partial<ReplayOptions> = {},
): Figures {
  const replay = new Replay(policy, { numbers: 2, holdSeconds: 300, ...options });
  for (const event of trace) replay.play(event);
  return replay.figures();
}
