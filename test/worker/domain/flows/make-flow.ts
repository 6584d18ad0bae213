import {
  type NamedFlow,
  type Phone,
  type Ring,
  type Speech,
  USUAL_FLOW,
  USUAL_RING,
} from '../../../../worker/domain/flows/flow.ts';
import type { FlowCall } from '../../../../worker/domain/flows/run-flow.ts';

export const NUMBER = '+33199002000';
export const TARGET = '+33199001234';
export const DESK = '+33199007001';
export const MOBILE = '+33199007002';

/** Wednesday, 25 November 2026, 15:00 in Paris. */
const NOW = Date.UTC(2026, 10, 25, 14, 0);

export function flow(change: Partial<NamedFlow> = {}): NamedFlow {
  return { ...USUAL_FLOW, name: 'shop', numbers: [TARGET], ...change };
}

export function ring(change: Partial<Ring> = {}): Ring {
  return { ...USUAL_RING, ...change };
}

export function phones(...to: string[]): Phone[] {
  return to.map((each) => ({ to: each, weight: 1 }));
}

export function words(say: string): Speech {
  return { say, language: 'en-US' };
}

export function call(change: Partial<FlowCall> = {}): FlowCall {
  return {
    now: NOW,
    number: NUMBER,
    caller: '+33639980001',
    callerCountry: 'FR',
    source: 'google',
    forwardTo: TARGET,
    chance: 0,
    isBlocked: false,
    isSuspected: false,
    ...change,
  };
}
