import { LONGEST_CALL } from '../calls/silent-call.ts';
import type { EpochMs } from '../time.ts';

/** Which numbers are being rung: until the end of a call, or its longest, its number is leased to nobody else. */
export class CallsInProgress {
  /** By number and call: until when it may last. */
  readonly #calls = new Map<string, Map<string, EpochMs>>();

  began(number: string, callId: string, startedAt: EpochMs): void {
    const calls = this.#calls.get(number) ?? new Map<string, EpochMs>();
    this.#calls.set(number, calls.set(callId, startedAt + LONGEST_CALL));
  }

  ended(number: string, callId: string): void {
    const calls = this.#calls.get(number);
    calls?.delete(callId);
    if (calls?.size === 0) this.#calls.delete(number);
  }

  isRung(number: string, now: EpochMs): boolean {
    const calls = this.#calls.get(number);
    return calls !== undefined && [...calls.values()].some((until) => now < until);
  }

  /** Whether of any call the end has not been told, however long ago it was. */
  hasAny(): boolean {
    return this.#calls.size > 0;
  }
}
