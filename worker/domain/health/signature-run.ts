import { type EpochMs, HOUR, MINUTE } from '../time.ts';

/** Requests of one provider that were refused for their signature, one after the other, none accepted between. */
export type SignatureRun = {
  readonly refused: number;
  readonly since: EpochMs;
  readonly lastAt: EpochMs;
};

/** A single one may be anybody's; a provider comes back, for it retries, and is rung again. */
const FEW = 5;
const LASTING = MINUTE;
/** Whoever has just been told need not be told again, though calls that are accepted keep ending the run. */
const REST = HOUR;

export function addRefused(
  run: SignatureRun | undefined,
  count: number,
  now: EpochMs,
): SignatureRun {
  return { refused: (run?.refused ?? 0) + count, since: run?.since ?? now, lastAt: now };
}

/**
 * Whether the owner is to be told: a provider whose secret is wrong has every call refused.
 *
 * @param raisedAt when they were last; null for never.
 */
export function isAlarming(
  { refused, since, lastAt }: SignatureRun,
  raisedAt: EpochMs | null,
): boolean {
  const rested = raisedAt === null || lastAt - raisedAt >= REST;
  return refused >= FEW && lastAt - since >= LASTING && rested;
}
