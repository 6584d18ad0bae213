import type { CallStep, DialResult } from '../calls/call-event.ts';
import type { EpochMs } from '../time.ts';
import { challengePrompt, isMet } from './challenge.ts';
import type { Challenge, Flow, Phone, Ring, Speech } from './flow.ts';
import type { Instruction } from './instruction.ts';
import { isOpenAt } from './open-hours.ts';
import { type Position, writePosition } from './position.ts';

/** What is known of the call that goes through the flow. */
export type FlowCall = {
  readonly now: EpochMs;
  /** Tracking number dialled. */
  readonly number: string | null;
  /** E.164; null where withheld. */
  readonly caller: string | null;
  readonly callerCountry: string | null;
  /** Where the caller saw the number, as a phone is told; null where nobody knows. */
  readonly source: string | null;
  /** Where the target's calls go. */
  readonly forwardTo: string;
  /** 0 to 1, the same for the whole call. */
  readonly chance: number;
  /** The owner has this caller turned away. */
  readonly isBlocked: boolean;
  /** The call looks like spam. */
  readonly isSuspected: boolean;
};

/** What the provider told of the last instruction. */
export type Heard = { readonly pressed?: string; readonly result?: DialResult };

/** What to do next, and what of it belongs into the record of the call. */
export type FlowTurn = {
  readonly instructions: readonly Instruction[];
  readonly steps: readonly CallStep[];
};

const TURNS = 2;
/** From here on the caller has something to choose, and has not yet. */
const ASKED: CallStep = { type: 'menu', choice: null };
const OVER: FlowTurn = { instructions: [], steps: [{ type: 'finished' }] };

/** Goes on with the call from where it has got to. Without instructions it is over. */
export function runFlow(flow: Flow, position: Position, heard: Heard, call: FlowCall): FlowTurn {
  switch (position.at) {
    case 'start':
      return begin(flow, call);
    case 'challenge':
      return meet(flow, position.turn, heard.pressed, call);
    case 'menu':
      return choose(flow, position.turn, heard.pressed, call);
    case 'dial':
      if (heard.result === 'answered') return OVER;
      return just(dial(flow, position.branch, position.attempt + 1, call));
    case 'message':
      return OVER;
  }
}

function begin(flow: Flow, call: FlowCall): FlowTurn {
  if (call.isBlocked || isListed(flow.blocked, call.caller)) {
    return { instructions: [{ do: 'reject' }], steps: [{ type: 'blocked' }] };
  }
  return call.isSuspected && flow.challenge
    ? { instructions: [challenge(flow.challenge, 1, call)], steps: [ASKED] }
    : open(flow, call);
}

/** Who does as asked is a caller like any other; the others are turned away, after a second time. */
function meet(flow: Flow, turn: number, pressed: string | undefined, call: FlowCall): FlowTurn {
  const asked = flow.challenge;
  // A challenge that the owner has taken out meanwhile is in nobody's way.
  if (!asked || isMet(asked.prompt, call.chance, pressed)) return open(flow, call);
  if (turn < TURNS) return just([challenge(asked, turn + 1, call)]);
  // The call has been answered, so that the line cannot be busy any more: it just ends.
  return { instructions: [], steps: [{ type: 'blocked' }] };
}

function challenge({ prompt, waitSeconds }: Challenge, turn: number, call: FlowCall): Instruction {
  const next = writePosition({ at: 'challenge', turn });
  return { do: 'ask', prompt: challengePrompt(prompt, call.chance), waitSeconds, next };
}

function open(flow: Flow, call: FlowCall): FlowTurn {
  const { hours, greeting, record, menu } = flow;
  const notice = isRecorded(flow, call) && record ? say(record.notice) : [];
  if (hours && !isOpenAt(hours, call.now)) {
    const ringing = dial(flow, 'closed', 0, call);
    // A message is recorded by whoever leaves it; a conversation is not, without a word.
    return just([...say(hours.closed), ...(hours.ring ? notice : []), ...ringing]);
  }
  const opening = [...say(greeting), ...notice];
  if (!menu) return just([...opening, ...dial(flow, 'ring', 0, call)]);
  return {
    instructions: [...opening, ask(flow, 1)].flatMap((each) => each ?? []),
    steps: [ASKED],
  };
}

function choose(flow: Flow, turn: number, pressed: string | undefined, call: FlowCall): FlowTurn {
  if (pressed !== undefined && Object.hasOwn(flow.menu?.choices ?? {}, pressed)) {
    return just(dial(flow, pressed, 0, call));
  }
  const again = turn < TURNS ? ask(flow, turn + 1) : undefined;
  return just(again ? [again] : dial(flow, 'ring', 0, call));
}

function ask({ menu }: Flow, turn: number): Instruction | undefined {
  if (!menu) return undefined;
  const { prompt, waitSeconds } = menu;
  return { do: 'ask', prompt, waitSeconds, next: writePosition({ at: 'menu', turn }) };
}

/** The attempt to be made now, or what is left when all have been. */
function dial(flow: Flow, branch: string, attempt: number, call: FlowCall): Instruction[] {
  const ring = ringOf(flow, branch);
  const phones = attemptsOf(flow, ring, call)[attempt];
  if (!ring || !phones) return takeMessage(flow);
  return [
    {
      do: 'dial',
      phones,
      ringSeconds: ring.ringSeconds,
      callerId: ring.callerId === 'tracking' ? call.number : null,
      whisper: ring.whisper && naming(ring.whisper, call.source),
      record: isRecorded(flow, call),
      next: writePosition({ at: 'dial', branch, attempt }),
    },
  ];
}

function ringOf(flow: Flow, branch: string): Ring | null {
  if (branch === 'closed') return flow.hours?.ring ?? null;
  return flow.menu?.choices[branch] ?? flow.ring;
}

/** Who is rung together, attempt by attempt; the fallback is the last. */
function attemptsOf({ fallback }: Flow, ring: Ring | null, call: FlowCall): string[][] {
  if (!ring) return [];
  const phones = ring.phones.length > 0 ? inTurn(ring, call.chance) : [call.forwardTo];
  const attempts = ring.how === 'at once' ? [phones] : phones.map((phone) => [phone]);
  return fallback === null ? attempts : [...attempts, [fallback]];
}

/** By weight, one is drawn to be the first; the others stay in order. */
function inTurn({ phones, how }: Ring, chance: number): string[] {
  const numbers = phones.map(({ to }) => to);
  if (how !== 'by weight') return numbers;
  const first = drawn(phones, chance);
  return [first, ...numbers.filter((number) => number !== first)];
}

function drawn(phones: readonly Phone[], chance: number): string {
  let left = chance * phones.reduce((sum, { weight }) => sum + weight, 0);
  const first = phones.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  return (first ?? (phones[0] as Phone)).to;
}

function takeMessage({ voicemail }: Flow): Instruction[] {
  if (!voicemail) return [];
  return [{ do: 'take message', ...voicemail, next: writePosition({ at: 'message' }) }];
}

function isRecorded({ record }: Flow, { callerCountry }: FlowCall): boolean {
  if (!record) return false;
  // Where the caller may be from a country whose law forbids it, nothing is recorded.
  if (callerCountry === null) return record.exceptFrom.length === 0;
  return !record.exceptFrom.includes(callerCountry);
}

function isListed(blocked: readonly string[], caller: string | null): boolean {
  return blocked.some((entry) =>
    entry.endsWith('*') ? (caller?.startsWith(entry.slice(0, -1)) ?? false) : entry === caller,
  );
}

function naming(speech: Speech, source: string | null): Speech {
  if ('play' in speech) return speech;
  return { ...speech, say: speech.say.replaceAll('{source}', source ?? 'unknown') };
}

function say(speech: Speech | null): Instruction[] {
  return speech ? [{ do: 'say', speech }] : [];
}

function just(instructions: readonly Instruction[]): FlowTurn {
  return instructions.length === 0 ? OVER : { instructions, steps: [] };
}
