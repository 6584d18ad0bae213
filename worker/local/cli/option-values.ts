import { TraceError } from '../../domain/replay/read-trace.ts';

type Range = { readonly from: number; readonly to: number; readonly whole?: boolean };

/** The number an option names, or the usual one. @throws TraceError where it is none, or out of range. */
export function numberIn(
  option: string,
  given: string | undefined,
  usual: number,
  { from, to, whole = false }: Range,
): number {
  if (given === undefined) return usual;
  const value = given.trim() === '' ? Number.NaN : Number(given);
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  const kind = whole ? 'a whole number' : 'a number';
  throw new TraceError(`${option} ${given} has to be ${kind} from ${from} to ${to}.`);
}

/** @throws TraceError listing what is known. */
export function oneOf<T extends string>(option: string, given: string, known: readonly T[]): T {
  const found = known.find((name) => name === given);
  if (found !== undefined) return found;
  throw new TraceError(`${option} ${given} is unknown; known: ${known.join(', ')}.`);
}
