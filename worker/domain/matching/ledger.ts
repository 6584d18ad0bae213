import { allRedials, type Evidence } from './evidence.ts';
import { BIN_COUNT } from './log-bins.ts';
import { PASSED_ON_DELAY } from './prior-curve.ts';
import type { Origin } from './times.ts';
import type { Traits } from './traits.ts';
import type { ToldApart } from './visit-counts.ts';

/** Visits that a curve takes for alike. */
type Kind = Traits & Origin;

/**
 * Calls laid out to be gone through many times: for each of them a row for each visit that may be behind it.
 * Visits are many, their kinds few.
 */
export type Ledger = {
  readonly calls: number;
  readonly kinds: readonly Kind[];
  /** Where the rows of each call begin, and where the last ones end. */
  readonly starts: Int32Array;
  /** Of each row: index of its kind. */
  readonly kindOf: Int32Array;
  /** Of each row: how many visits it stands for, by how likely they may be the caller's. */
  readonly weights: Float64Array;
  /** Of each call, as from here on: the half hour of the week. */
  readonly cells: Int16Array;
  /** Calls per second that go on from earlier ones, whatever the curve. */
  readonly redials: Float64Array;
  /** How likely somebody whom no visit brought is to ring from this phone. */
  readonly strangers: Float64Array;
  /** Visits whose number may have been passed on, each by how likely that is to lead to a call now. */
  readonly passable: Float64Array;
};

/** Of visitors who are not looked at one by one. */
const NOT_KNOWN: Origin = { source: null, device: null };

export function layOut(calls: readonly Evidence[], { sources, devices }: ToldApart): Ledger {
  const rows = calls.reduce((sum, call) => sum + rowsOf(call), 0);
  const kinds = new Map<string, number>();
  const known: Kind[] = [];
  const kindOf = (traits: Traits, { source, device }: Origin): number => {
    const { age, onSite, away, tap, later } = traits;
    const name = `${age} ${onSite} ${away} ${tap} ${later} ${device} ${source}`;
    const index = kinds.get(name) ?? known.push({ ...traits, source, device }) - 1;
    kinds.set(name, index);
    return index;
  };
  const ledger: Ledger = {
    calls: calls.length,
    kinds: known,
    starts: new Int32Array(calls.length + 1),
    kindOf: new Int32Array(rows),
    weights: new Float64Array(rows),
    cells: Int16Array.from(calls, ({ cell }) => cell),
    redials: new Float64Array(calls.length),
    strangers: Float64Array.from(calls, ({ stranger }) => stranger.mayBe),
    passable: new Float64Array(calls.length),
  };
  let row = 0;
  const enter = (call: number, kind: number, visits: number, mayBe: number) => {
    const age = known[kind]?.age as number;
    ledger.kindOf[row] = kind;
    ledger.weights[row] = visits * mayBe;
    row += 1;
    const passable = visits * (PASSED_ON_DELAY[age] as number);
    ledger.passable[call] = (ledger.passable[call] as number) + passable;
  };
  for (const [call, evidence] of calls.entries()) {
    const { suspects, earlier, stranger } = evidence;
    ledger.starts[call] = row;
    for (const { traits, source, device, mayBe } of suspects) {
      const origin = {
        source: sources.has(source) ? source : null,
        device: device !== null && devices.has(device) ? device : null,
      };
      for (const each of traits) enter(call, kindOf(each, origin), 1, mayBe);
    }
    for (const [bin, visitors] of (earlier ?? []).entries()) {
      const kind = kindOf({ age: bin, onSite: -1, away: bin, tap: -1, later: -1 }, NOT_KNOWN);
      enter(call, kind, visitors, stranger.mayBe);
    }
    ledger.redials[call] = allRedials(evidence);
  }
  ledger.starts[calls.length] = row;
  return ledger;
}

function rowsOf({ suspects, earlier }: Evidence): number {
  const visits = suspects.reduce((sum, { traits }) => sum + traits.length, 0);
  return visits + (earlier ? BIN_COUNT : 0);
}
