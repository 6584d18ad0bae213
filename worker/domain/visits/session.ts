import type { Grade } from '../../../snippet/contract/wire.ts';
import { type EpochMs, MINUTE } from '../time.ts';
import type { Touch } from '../touches/touch.ts';
import type { Device } from './device.ts';
import type { JourneyEntry } from './journey.ts';

/** A visit of one browser, from one touch. */
export type Session = {
  readonly id: string;
  readonly visitorId: string;
  /** The page view that began it: the same view again is the same visit, whatever ids it brings. */
  readonly view: string | null;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly grade: Grade;
  readonly touch: Touch;
  readonly place: Place;
  /** What it began on; null where that cannot be told, or was not asked yet. */
  readonly device: Device | null;
  readonly journey: readonly JourneyEntry[];
  /** The number leased for each target: it never changes within a session. */
  readonly numbers: Readonly<Record<string, string>>;
};

/** Where the visitor is, as the edge tells it. */
export type Place = { readonly country: string | null; readonly region: string | null };

/** A session ends after this long without activity, as in Google Analytics. */
export const SESSION_IDLE = 30 * MINUTE;

/** Whether a new page view still belongs to the session: not idle too long, and no new campaign. */
export function sessionContinues(session: Session, touch: Touch, now: EpochMs): boolean {
  const idle = now - session.lastSeenAt >= SESSION_IDLE;
  const newCampaign = touch.campaignKey !== '' && touch.campaignKey !== session.touch.campaignKey;
  return !idle && !newCampaign;
}
