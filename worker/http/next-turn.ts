import { areaOf } from '../domain/areas/area.ts';
import type { CallEvent, CallStep } from '../domain/calls/call-event.ts';
import { chanceOf } from '../domain/flows/chance-of.ts';
import { flowFor, USUAL_FLOW } from '../domain/flows/flow.ts';
import type { Position } from '../domain/flows/position.ts';
import { type FlowCall, type FlowTurn, type Heard, runFlow } from '../domain/flows/run-flow.ts';
import { forwardTarget, type SiteSnapshot } from '../domain/site-snapshot.ts';
import { judgeSpam } from '../domain/spam/judge-spam.ts';
import type { EpochMs } from '../domain/time.ts';
import type { PoolCallReply } from '../pool/messages.ts';
import type { ParsedWebhook } from '../telephony/provider.ts';
import { refuse } from './errors.ts';

type ParsedCall = Extract<ParsedWebhook, { ok: true }>;
type Recorded = Extract<PoolCallReply, { ok: true }>;
type SpamNews = Pick<Recorded, 'spam' | 'word'>;

/** What is known of a call by now: from this webhook, else from those before. */
type Told = Pick<FlowCall, 'number' | 'caller' | 'source'> & {
  /** The target that the number was last shown for. */
  readonly shown: string | null;
  /** Null where the pool did not say in time: then nobody is held up. */
  readonly spam: SpamNews | null;
};

export function whatWasTold({ events }: ParsedCall, reply: Recorded | undefined): Told {
  const named = <K extends 'number' | 'caller'>(key: K) =>
    events.find((event) => event[key] !== undefined)?.[key] ?? null;
  return {
    number: named('number') ?? reply?.number ?? null,
    caller: named('caller'),
    source: reply?.source ?? null,
    shown: reply?.target ?? null,
    spam: reply ?? null,
  };
}

/**
 * What the provider is to do next. A caller is always connected: where the owner's flow fails, the target rings.
 *
 * @throws Refusal `site_invalid` where the site has no target.
 */
export function nextTurn(
  site: SiteSnapshot,
  position: Position,
  { events, providerCallId }: ParsedCall,
  { shown, spam, ...told }: Told,
  now: EpochMs,
): FlowTurn {
  const target =
    forwardTarget(site, told.number ?? undefined, shown) ??
    refuse('site_invalid', 'The site has no target number to forward to.');
  const call: FlowCall = {
    ...told,
    now,
    callerCountry: null,
    forwardTo: target.forwardTo,
    chance: chanceOf(providerCallId),
    isBlocked: spam?.word.isBlocked ?? false,
    isSuspected: spam !== null && isSuspected(spam, site.spamThreshold),
  };
  const heard = whatWasHeard(events);
  try {
    const flow = flowFor(site.flows, told.number ?? undefined, target.number);
    const callerCountry = callerCountryIn(events, told.caller);
    return runFlow(flow, position, heard, { ...call, callerCountry });
  } catch (error) {
    console.error('call: the flow failed; forwarding without it', error);
    return runFlow(USUAL_FLOW, position, heard, call);
  }
}

/** Where the caller is from; null where the number is withheld: then the place says where the call came in. */
function callerCountryIn(events: readonly CallEvent[], caller: string | null): string | null {
  if (caller === null) return null;
  const told = events.find((event) => event.caller === caller)?.callerPlace;
  return told?.country ?? areaOf(caller).country;
}

function isSuspected({ spam, word }: SpamNews, threshold: number | null): boolean {
  const said = word.spam === null ? null : ({ spam: word.spam, of: 'caller' } as const);
  return judgeSpam(spam, said, threshold).suspected;
}

/** What the flow itself adds to the record of a call; told once more it is the same. */
export function ownEvent(step: CallStep, at: EpochMs): CallEvent {
  const id = step.type === 'menu' ? 'menu:asked' : step.type;
  return { id, at, clock: 'arrival', step };
}

function whatWasHeard(events: readonly CallEvent[]): Heard {
  const steps = events.map(({ step }) => step);
  const dialled = steps.find((step) => step.type === 'dialled');
  const menu = steps.find((step) => step.type === 'menu');
  return {
    ...(dialled ? { result: dialled.result } : {}),
    ...(menu && menu.choice !== null ? { pressed: menu.choice } : {}),
  };
}
