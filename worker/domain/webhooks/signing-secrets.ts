import { DAY, type EpochMs } from '../time.ts';

/** How long the secret before the newest one still signs, for receivers to change over. */
const OVERLAP = DAY;

type Made = { readonly createdAt: EpochMs };

/**
 * The secrets that sign now, newest first: the newest, and for a day after it was made the one before it.
 * Two signatures in one header are the way of rotating that the standard names:
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signingSecrets<S extends Made>(secrets: readonly S[], now: EpochMs): S[] {
  const [newest, before] = secrets.toSorted((a, b) => b.createdAt - a.createdAt);
  if (newest === undefined) return [];
  return before !== undefined && now - newest.createdAt < OVERLAP ? [newest, before] : [newest];
}
