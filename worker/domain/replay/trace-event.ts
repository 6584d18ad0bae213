/**
 * One line of a trace: what visitors and callers of a site did, and, for scoring only, who really called.
 *
 * `t` is in seconds, two decimals; 0 is a Monday, 00:00 of local time. `visitor` is a browser kept over sessions
 * and tabs, with one `source`; both are null on a call.
 */
export type TraceEvent = {
  readonly t: number;
  readonly type: 'visit' | 'renew' | 'tap' | 'leave' | 'call';
  readonly visitor: string | null;
  readonly source: string | null;
  /** The phone that calls, by a name of its own; null where it withholds its number. */
  readonly caller: string | null;
  /** The visitor who called; null where no visit caused the call. */
  readonly cause: string | null;
  /** Where no visit did: the visitor whose number had been passed on; null for a wrong number. */
  readonly number_of: string | null;
  /** A wrong number is the pool's at index `floor(dial * N)`; from 0 up to 1, 1 excluded. */
  readonly dial: number | null;
  /**
   * False where nobody knows who called, as on most calls of a real site: then `cause` is null,
   * `number_of` names a visitor who had the number that was rung, and nothing is scored as right or wrong.
   */
  readonly known?: boolean;
};

const NOTHING = {
  visitor: null,
  source: null,
  caller: null,
  cause: null,
  number_of: null,
  dial: null,
} as const;

/** What a visitor does. */
export function visitorEvent(
  event: Pick<TraceEvent, 't' | 'visitor' | 'source'> & {
    type: Exclude<TraceEvent['type'], 'call'>;
  },
): TraceEvent {
  return { ...NOTHING, ...event };
}

/** A call. */
export function callEvent(
  event: Pick<TraceEvent, 't' | 'caller'> & Partial<TraceEvent>,
): TraceEvent {
  return { ...NOTHING, ...event, type: 'call' };
}
