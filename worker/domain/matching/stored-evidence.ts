import { DEVICES } from '../visits/device.ts';
import { allRedials, type Evidence } from './evidence.ts';
import type { Traits } from './traits.ts';

/** Evidence as it is kept to learn from: without who it was, which a curve does not ask. */
export type StoredEvidence = {
  readonly cell: number;
  readonly sources: readonly string[];
  /** Missing in what was kept before devices were asked for. */
  readonly devices?: readonly string[];
  /**
   * Of each visit: index of its source, how likely a call of theirs comes from this phone, bins as in `Traits`, and, where
   * it is known, index of its device.
   */
  readonly visits: readonly (readonly number[])[];
  readonly redials: number;
  readonly earlier: readonly number[] | null;
  readonly stranger: number;
};

/** Enough digits for a likelihood that is only learned from. */
const DIGITS = 3;

export function storeEvidence(evidence: Evidence): StoredEvidence {
  const { cell, suspects, earlier, stranger } = evidence;
  const sources = [...new Set(suspects.map(({ source }) => source))];
  const devices = [...new Set(suspects.flatMap(({ device }) => device ?? []))];
  const short = (value: number) => Number(value.toPrecision(DIGITS));
  return {
    cell,
    sources,
    devices,
    visits: suspects.flatMap(({ source, device, traits, mayBe }) =>
      traits.map(({ age, onSite, away, tap, later }) => [
        sources.indexOf(source),
        short(mayBe),
        age,
        onSite,
        away,
        tap,
        later,
        ...(device === null ? [] : [devices.indexOf(device)]),
      ]),
    ),
    redials: short(allRedials(evidence)),
    earlier: earlier?.map(short) ?? null,
    stranger: short(stranger.mayBe),
  };
}

/** The evidence again, as far as a curve is learned from it. */
export function recallEvidence(stored: StoredEvidence): Evidence {
  return {
    cell: stored.cell,
    suspects: stored.visits.map(([source, mayBe, ...bins], index) => ({
      visitorId: `visitor ${index}`,
      sessionId: `session ${index}`,
      source: stored.sources[source as number] ?? '',
      device: deviceFrom(stored, bins),
      traits: [traitsFrom(bins)],
      mayBe: mayBe as number,
      redials: 0,
    })),
    earlier: stored.earlier,
    unseenRedials: 0,
    stranger: { mayBe: stored.stranger, redials: stored.redials },
  };
}

function deviceFrom({ devices = [] }: StoredEvidence, [, , , , , device]: readonly number[]) {
  const name = device === undefined ? undefined : devices[device];
  return DEVICES.find((each) => each === name) ?? null;
}

function traitsFrom(bins: readonly number[]): Traits {
  const [age = 0, onSite = -1, away = -1, tap = -1, later = -1] = bins;
  return { age, onSite, away, tap, later };
}
