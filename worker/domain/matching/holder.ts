import { type EpochMs, MINUTE } from '../time.ts';
import type { Device } from '../visits/device.ts';

/** A session that was shown a number: what is known of it by the time of a call. */
export type Holder = {
  readonly sessionId: string;
  readonly visitorId: string;
  /** Where the session came from, as reports name it. */
  readonly source: string;
  readonly device: Device | null;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  /** Whether the visitor said goodbye; else they may just be silent. */
  readonly left: boolean;
  /** When they last tapped the number; null where they did not. */
  readonly tappedAt: EpochMs | null;
  /** Since when they have been shown another number instead. */
  readonly movedOnAt: EpochMs | null;
};

/** As many holders of a number are looked at one by one: fewer, and on a small pool with many visitors much is missed. */
export const MOST_HOLDERS_LOOKED_AT = 100;

/** In a crowd as many are read: of those before, whoever has been seen moments ago is looked at as well. */
export const MOST_HOLDERS_READ = 400;

/** A page not heard of for this long is no longer looked at: one sign of life may be late, not two. */
export const SILENT_AFTER = 3 * MINUTE;
