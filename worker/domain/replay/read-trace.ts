import type { TraceEvent } from './trace-event.ts';

/** What is wrong with a trace, by line and field, for whoever made it. */
export class TraceError extends Error {}

const TYPES: readonly string[] = ['visit', 'renew', 'tap', 'leave', 'call'];

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a trace line by line: call what is returned with each line in turn.
 *
 * @returns the event of a line; undefined for an empty one.
 * @throws TraceError naming the line and its field.
 */
export function traceReader(): (line: string) => TraceEvent | undefined {
  let count = 0;
  let before = 0;
  return (line) => {
    count += 1;
    if (line.trim() === '') return undefined;
    try {
      const event = toEvent(parse(line));
      if (event.t < before)
        fail('t', `is ${event.t}, before the ${before} of the line above. Sort the lines by t`);
      before = event.t;
      return event;
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      throw new TraceError(`Line ${count}: ${error.message}.`);
    }
  };
}

function parse(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // Told below.
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new TraceError('is no JSON object. A trace has one event on each line');
  }
  return value as Fields;
}

function toEvent(fields: Fields): TraceEvent {
  const { t, type, known = true } = fields;
  if (typeof t !== 'number' || !(t >= 0 && t < Number.MAX_SAFE_INTEGER)) {
    fail('t', 'has to be seconds, 0 or more');
  }
  if (!isType(type)) fail('type', `has to be one of ${TYPES.join(', ')}`);
  if (typeof known !== 'boolean') fail('known', 'has to be true or false, or left out');
  const text = (name: string) => textOf(fields, name);
  const event = {
    t,
    type,
    visitor: text('visitor'),
    source: text('source'),
    caller: text('caller'),
    cause: text('cause'),
    number_of: text('number_of'),
    dial: dialOf(fields.dial),
    known,
  };
  if (type !== 'call' && event.visitor === null) {
    fail('visitor', `says whose ${type} it is: it may not be empty`);
  }
  if (type === 'call' && event.cause === null && event.number_of === null && event.dial === null) {
    fail(
      'dial',
      'is missing: a call that has neither cause nor number_of says which number was dialled, from 0 up to 1',
    );
  }
  return event;
}

function isType(type: unknown): type is TraceEvent['type'] {
  return typeof type === 'string' && TYPES.includes(type);
}

function textOf(fields: Fields, name: string): string | null {
  const value = fields[name] ?? null;
  if (value === null || (typeof value === 'string' && value !== '')) return value;
  return fail(name, 'has to be a text that is not empty, or null');
}

function dialOf(value: unknown): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  return fail('dial', 'has to be a number from 0 up to 1, 1 excluded, or null');
}

function fail(field: string, problem: string): never {
  throw new TraceError(`${field} ${problem}`);
}
