import type { CallEvent, DialResult, LegState } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { cleanId } from '../clean-text.ts';
import type { JsonObject } from '../request-fields.ts';
import { instant, integer, isTold, part, parties, secondsBetween, text, timeOf } from './fields.ts';

/*
 * What Mango tells of a call, as events of ours; or, as a text, what is wrong with it: the field and never
 * the value. Field by field in https://www.mango-office.ru/upload/api/MangoOffice_VPBX_API_v1.9.pdf
 */

const STATES: readonly unknown[] = ['Appeared', 'Connected', 'OnHold', 'Disconnected'];
const LOCATIONS: readonly unknown[] = ['ivr', 'queue', 'abonent'];

/**
 * `events/call`: one leg, which is in the menu (`ivr`), in a queue, or with somebody of the business
 * (`abonent`). That a leg has ended does not mean that the call has: it also leaves menu and queue so.
 */
export function legEvents(body: JsonObject, country: string, now: EpochMs): CallEvent[] | string {
  const leg = cleanId(body.call_id);
  if (leg === undefined) return 'call_id is missing or too long';
  if (!STATES.includes(body.call_state)) return 'call_state is missing or unknown';
  if (!LOCATIONS.includes(body.location)) return 'location is missing or unknown';
  const [from, to, dct] = [part(body.from), part(body.to), part(body.dct)];
  if (!isInbound(body)) return [];
  const common = {
    ...timeOf(body.timestamp, now),
    ...parties(from.number, to.line_number, dct.number, country),
  };
  const isFirst = body.call_state === 'Appeared' && !isTold(from.taken_from_call_id);
  const state = body.location === 'abonent' ? legState(body) : undefined;
  // On its way back from hold a leg is `Connected` once more; `seq` counts what is told of it.
  const nth = integer(body.seq) ?? text(body.call_state);
  return [
    ...(isFirst ? [{ id: 'received', ...common, step: { type: 'received' } as const }] : []),
    ...(state === undefined
      ? []
      : [{ id: `leg:${leg}:${nth}`, ...common, step: { type: 'leg', leg, state } as const }]),
  ];
}

/**
 * Only an inbound call came in by a line. What somebody of the business dialled has their extension; what a
 * program, a campaign or a callback dialled says so. A command may also send an inbound call on, which
 * then was another leg before.
 */
function isInbound(body: JsonObject): boolean {
  const [from, to, dct] = [part(body.from), part(body.to), part(body.dct)];
  if (isTold(from.extension) || isTold(body.callback_initiator) || isTold(body.task_id)) {
    return false;
  }
  if (isTold(body.command_id) && !isTold(from.taken_from_call_id)) return false;
  return isTold(to.line_number) || isTold(dct.number);
}

/** A leg `Appeared` when it is dialled; whether its phone rings is not told, nor of most ends what they ended. */
function legState(body: JsonObject): LegState | undefined {
  if (body.call_state === 'Appeared') return 'initiated';
  if (body.call_state === 'Connected') return 'answered';
  if (body.call_state !== 'Disconnected') return undefined;
  const reason = integer(body.disconnect_reason) ?? 0;
  if (UNANSWERED.has(reason)) return 'no-answer';
  if (reason === BUSY) return 'busy';
  return isFailure(reason) ? 'failed' : undefined;
}

/** `events/summary`: the end of the whole call, and what became of it. After it nothing is told. */
export function summaryEvents(
  body: JsonObject,
  country: string,
  now: EpochMs,
): CallEvent[] | string {
  const [direction, result] = [integer(body.call_direction), integer(body.entry_result)];
  // 0 is within the business, 2 outbound.
  if (direction !== 0 && direction !== 1 && direction !== 2) {
    return 'call_direction is missing or unknown';
  }
  if (result !== 0 && result !== 1) return 'entry_result is missing or unknown';
  if (direction !== 1) return [];
  const who = parties(part(body.from).number, body.line_number, part(body.dct).number, country);
  const end = { ...timeOf(body.end_time, now), ...who };
  const start = instant(body.create_time, now);
  const total = secondsBetween(body.create_time, body.end_time);
  const ended = { type: 'ended', ...(total === undefined ? {} : { totalSeconds: total }) } as const;
  return [
    ...(start === undefined
      ? []
      : [
          {
            id: 'received',
            at: start,
            clock: 'provider',
            ...who,
            step: { type: 'received' },
          } as const,
        ]),
    { ...end, ...verdict(body, result === 1) },
    { id: 'ended', ...end, step: ended },
  ];
}

function verdict(body: JsonObject, answered: boolean): Pick<CallEvent, 'id' | 'step'> {
  const reason = integer(body.disconnect_reason) ?? 0;
  if (!answered && UNWANTED.has(reason)) return { id: 'blocked', step: { type: 'blocked' } };
  const talk = answered ? secondsBetween(body.talk_time, body.end_time) : undefined;
  return {
    id: 'dialled',
    step: {
      type: 'dialled',
      result: answered ? 'answered' : missedBy(reason),
      ...(talk === undefined ? {} : { talkSeconds: talk }),
    },
  };
}

function missedBy(reason: number): DialResult {
  if (reason === BUSY) return 'busy';
  return isFailure(reason) ? 'failed' : 'no-answer';
}

/*
 * The result codes, from the appendix of the document above.
 */

/** The line was busy. */
const BUSY = 1121;
/** Not picked up in time, declined, not to be disturbed. */
const UNANSWERED: ReadonlySet<number> = new Set([1111, 1122, 1123]);
/** The caller is on a black list, or not on the white one. */
const UNWANTED: ReadonlySet<number> = new Set([1151, 1152, 4502]);

/** 113x: the number dialled cannot be reached; 1140, 1171: settings; from 2000 on: billing, errors, faults. */
function isFailure(reason: number): boolean {
  return (reason >= 1130 && reason <= 1140) || reason === 1171 || reason >= 2000;
}
