import type { Grade, VisitEvent } from '../../snippet/contract/wire.ts';
import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import type { Match } from '../domain/matching/match-call.ts';
import type { PoolDefinition, StaticSource } from '../domain/site-snapshot.ts';
import type { Touch } from '../domain/touches/touch.ts';
import type { Place } from '../domain/visits/session.ts';

/** What the pool may lease; applied when its version is newer than the one the pool has. */
export type Inventory = {
  readonly siteId: string;
  readonly version: number;
  readonly pools: readonly PoolDefinition[];
  readonly staticNumbers: readonly (StaticSource & { readonly number: string })[];
};

/**
 * Every visit and call names the inventory it was made for. A pool that does not have it yet answers
 * `inventory_behind`, is given it, and is asked again: a change made in D1 reaches the pool at the
 * latest with the next visit or call, whatever was lost on the way.
 */
type ForInventory = { readonly inventoryVersion: number };
export type InventoryBehind = { readonly ok: false; readonly code: 'inventory_behind' };

export type PoolVisit = ForInventory & {
  /** Bare ids, their signatures already checked; null for a new visitor. */
  readonly visitorId: string | null;
  readonly sessionId: string | null;
  readonly view: string | null;
  readonly page: { readonly url: string; readonly title?: string };
  readonly touch: Touch;
  readonly place: Place;
  /** The targets that want a number of a pool. */
  readonly wanted: readonly { readonly target: string; readonly pool: string }[];
  /** Whether another target is served by a static number already: the grade of the session at least. */
  readonly servedBySource: boolean;
};

export type PoolVisitReply =
  | {
      readonly ok: true;
      readonly visitorId: string;
      readonly sessionId: string;
      /** One per wanted target; a null number where the pool had none. */
      readonly leases: readonly LeaseGrant[];
    }
  | InventoryBehind;

export type LeaseGrant = {
  readonly target: string;
  readonly number: string | null;
  readonly grade: Grade;
  /** Seconds from the answer for which the number stays with this session. */
  readonly validFor: number;
};

export type PoolEvents = { readonly sessionId: string; readonly events: readonly VisitEvent[] };

export type PoolEventsReply =
  | { readonly ok: true }
  /** The number went to somebody else, or the session is not known (any more). */
  | { readonly ok: false; readonly code: 'lease_ended' };

export type PoolCall = ForInventory & {
  readonly provider: string;
  readonly providerCallId: string;
  readonly events: readonly CallEvent<SealedCaller>[];
};

export type PoolCallReply =
  | {
      readonly ok: true;
      readonly callId: string;
      readonly match: Match;
      /** Target number that the dialled number last stood for on a page; null where it never did. */
      readonly target: string | null;
    }
  | InventoryBehind;
