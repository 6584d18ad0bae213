import type { CallEvent, LegState } from '../../domain/calls/call-event.ts';
import { type EpochMs, SECOND } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import { arrival, type EventTime, timeOr } from '../event-time.ts';
import { wholeSeconds } from '../field-values.ts';
import { heard, invalid } from '../parsed.ts';
import type { Fields, Reader } from './fields.ts';
import { localTimes } from './times.ts';

/**
 * https://www.plivo.com/docs/voice/xml/dial/#parameters-sent-to-callbackurl: that the leg was answered,
 * bridged, pressed digits, hung up. The leg's id is left out where nobody answered; but one is dialled.
 */
export const readPlivoLeg: Reader = (field, _country, now) => {
  const call = cleanId(field('DialALegUUID') || field('CallUUID'));
  if (call === undefined) return invalid('DialALegUUID is missing or too long');
  const leg = cleanId(field('DialBLegUUID')) ?? 'dialled';
  switch (field('DialAction')) {
    case 'answer':
      return heard(call, [legEvent(leg, 'answered', arrival(now))]);
    case 'hangup':
      return heard(call, legHangup(leg, field, now));
    case 'connected':
    case 'digits':
      return heard(call, []);
    default:
      return invalid('DialAction is missing or unknown');
  }
};

/**
 * The end of a leg, and what its times tell: when it was dialled and answered. The page on `<Dial>` promises
 * no times; where they come they carry the names that they have at the hangup URL.
 */
function legHangup(leg: string, field: Fields, now: EpochMs): CallEvent[] {
  const talkSeconds = wholeSeconds(field('DialBLegDuration')) ?? 0;
  const state = talkSeconds > 0 ? 'completed' : endState(field('DialBLegHangupCauseCode') ?? '');
  const times = localTimes(field, now);
  if (times === undefined) return [legEvent(leg, state, arrival(now), talkSeconds)];
  const { startedAt, endedAt } = times;
  const answeredAt = endedAt - talkSeconds * SECOND;
  return [
    ...(startedAt !== undefined && startedAt <= answeredAt
      ? [legEvent(leg, 'initiated', timeOr(startedAt, now))]
      : []),
    ...(talkSeconds > 0 ? [legEvent(leg, 'answered', timeOr(answeredAt, now))] : []),
    legEvent(leg, state, timeOr(endedAt, now), talkSeconds),
  ];
}

function legEvent(leg: string, state: LegState, time: EventTime, talkSeconds = 0): CallEvent {
  const talk = state === 'completed' ? { talkSeconds } : {};
  return { id: `leg:${leg}:${state}`, ...time, step: { type: 'leg', leg, state, ...talk } };
}

/** Why nobody talked: https://www.plivo.com/docs/voice/troubleshooting/hangup-causes/ */
function endState(causeCode: string): LegState {
  if (causeCode === '3010') return 'busy';
  return /^2\d{3}$/.test(causeCode) ? 'failed' : 'no-answer';
}
