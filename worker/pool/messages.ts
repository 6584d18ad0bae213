import type { Grade, VisitEvent } from '../../snippet/contract/wire.ts';
import type { CallEvent } from '../domain/calls/call-event.ts';
import type { SealedCaller } from '../domain/calls/sealed-caller.ts';
import type { SignatureRun } from '../domain/health/signature-run.ts';
import type { Lease } from '../domain/leases/lease.ts';
import type { NumberPhase } from '../domain/leases/number-phase.ts';
import type { Match } from '../domain/matching/match.ts';
import type { SealedMessage } from '../domain/messages/text-message.ts';
import type { PoolDefinition, StaticSource } from '../domain/site-snapshot.ts';
import type { SpamAssessment } from '../domain/spam/assess-spam.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Touch } from '../domain/touches/touch.ts';
import type { Device } from '../domain/visits/device.ts';
import type { Place } from '../domain/visits/session.ts';
import type { EventType } from '../domain/webhooks/event-types.ts';

/** What one shard may lease; applied when its version is newer than the one the shard has. */
export type Inventory = {
  readonly siteId: string;
  readonly version: number;
  readonly shard: number;
  /** The pools, each with the numbers that are this shard's. */
  readonly pools: readonly PoolDefinition[];
  /** Numbers that come from another shard: leased here only once that one has let go of them. */
  readonly arriving: readonly { readonly number: string; readonly from: number }[];
  readonly staticNumbers: readonly (StaticSource & { readonly number: string })[];
  readonly quarantineDays: number;
  /** What the site's webhooks want to be told of. */
  readonly wantedEvents: readonly EventType[];
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
  readonly device: Device | null;
  /** The targets that want a number of a pool. */
  readonly wanted: readonly { readonly target: string; readonly pool: string }[];
  /** Whether another target is served by a static number already: the grade of the session at least. */
  readonly servedBySource: boolean;
  /** Hash of the network the visit comes from, by a key of the day; null where no limit applies. */
  readonly network: string | null;
  /** Whether another shard can still be asked: then a new visitor whom this one has no own number for is declined. */
  readonly mayDecline: boolean;
};

export type PoolVisitReply =
  | {
      readonly ok: true;
      readonly visitorId: string;
      readonly sessionId: string;
      /** One per wanted target. */
      readonly leases: readonly LeaseGrant[];
    }
  /** Nothing was recorded: the next shard may have a number. */
  | { readonly ok: false; readonly code: 'full' }
  | InventoryBehind;

export type LeaseGrant = {
  readonly target: string;
  /** Null with grade `none`; with `fallback` the pool's static number. */
  readonly number: string | null;
  readonly grade: Grade;
  /** Seconds from the answer for which the number stays with this session; 0 where it is no lease. */
  readonly validFor: number;
  /** Seconds for which it stays after every sign of life from then on; 0 where it is no lease. */
  readonly holdSeconds: number;
};

export type PoolEvents = {
  readonly sessionId: string;
  readonly events: readonly VisitEvent[];
  /** Phones that the visitor gave as theirs, by the hash of the number. */
  readonly phones?: readonly string[];
};

export type PoolEventsReply =
  | { readonly ok: true }
  /** The number went to somebody else, or the session is not known (any more). */
  | { readonly ok: false; readonly code: 'lease_ended' };

export type PoolCall = ForInventory & {
  readonly provider: string;
  readonly providerCallId: string;
  readonly events: readonly CallEvent<SealedCaller>[];
  /** What the request may be shown but once; missing where it may be repeated. */
  readonly nonce?: string;
};

export type PoolCallReply =
  | {
      readonly ok: true;
      readonly callId: string;
      readonly match: Match;
      /** Target number that the dialled number last stood for on a page; null where it never did. */
      readonly target: string | null;
      /** Number dialled, as far as anything that was told of the call names it. */
      readonly number: string | null;
      /** Whatever brought the caller: the source of the session, or what a static number stands for. */
      readonly source: string | null;
      readonly spam: SpamAssessment;
      readonly word: CallerWord;
    }
  /** The nonce was shown before: nothing was recorded. */
  | { readonly ok: false; readonly code: 'repeated' }
  | InventoryBehind;

/** What the owner said of a caller, or of who writes from the same number. */
export type CallerWord = {
  /** Of their last call of which anything was said; null: nothing. */
  readonly spam: boolean | null;
  readonly isBlocked: boolean;
};

export type PoolTextMessage = ForInventory & {
  readonly provider: string;
  readonly message: SealedMessage;
  /** As that of a call. */
  readonly nonce?: string;
};

export type PoolTextMessageReply =
  | { readonly ok: true; readonly word: CallerWord }
  /** The nonce was shown before, and the message is here. */
  | { readonly ok: false; readonly code: 'repeated' }
  | InventoryBehind;

/** A call that a Worker has news of, and the shard it would be told to as a new one. */
export type CallHomeRequest = {
  readonly provider: string;
  readonly providerCallId: string;
  readonly shard: number;
};

/** Leases of one number that began by a time, latest first: what another shard asks of a number that was here. */
export type HistoryRequest = { readonly number: string; readonly at: EpochMs };
export type HistoryReply = readonly PastLease[];

/** A lease, and what its session tells of who may have called. */
export type PastLease = Lease & {
  /** Source and medium, as reports name them. */
  readonly source: string;
  readonly device: Device | null;
  /** When the number was last tapped before the time that was asked about; null where it was not. */
  readonly tappedAt: EpochMs | null;
};

/** One number as it stands now. */
export type NumberStatus = {
  readonly number: string;
  /** Null once removed. */
  readonly pool: string | null;
  readonly phase: NumberPhase;
  /** Session of the latest lease; null where it was never leased, or long ago. */
  readonly sessionId: string | null;
  readonly lastSeenAt: EpochMs | null;
  readonly removedAt: EpochMs | null;
};

/** Requests of a provider that were refused for their signature, since the last report. */
export type RefusedSignatures = { readonly provider: string; readonly count: number };

/** A provider whose requests keep being refused, and none is accepted. */
export type SignatureAlert = SignatureRun & { readonly provider: string };

/** How a shard stands with D1. */
export type PoolStatus = {
  readonly shard: number;
  readonly inventoryVersion: number;
  /** Rows that D1 does not have yet, as far as counted. */
  readonly unsent: number;
  /** Batches in a row that D1 did not take, and when it is tried again; 0 and null while all is well. */
  readonly failures: number;
  readonly retryAt: EpochMs | null;
  /** Rows that D1 refuses for what they are; each is tried again when it changes, or when all is sent anew. */
  readonly setAside: readonly SetAside[];
};

export type SetAside = {
  readonly entity: string;
  readonly key: string;
  readonly error: string;
  readonly at: EpochMs;
};
