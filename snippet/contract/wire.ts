/**
 * What travels between the snippet and the worker, in both directions.
 *
 * Times on the wire are relative (seconds, or milliseconds where the name says so): a browser's clock
 * is never trusted.
 */
import type { ClickId, UtmParameter } from './tracking-parameters.ts';

export const WIRE_VERSION = 1;

/** `unknown` counts as denied where the site's consent mode is `required`, else as granted. */
export type Consent = 'granted' | 'denied' | 'unknown';

/** How a target's number was found, best first; `none` leaves the page its own number. */
export type Grade = 'own' | 'shared' | 'source' | 'fallback' | 'none';

/** Marketing contact as the browser saw it: known tracking parameters and the referrer, nothing else. */
export type TouchParameters = Partial<Record<UtmParameter | ClickId | 'referrer', string>>;

/** One number in the three ways a page may print it. */
export type NumberForms = {
  /** `+33199002003` */
  readonly e164: string;
  /** `01 99 00 20 03` */
  readonly national: string;
  /** `+33 1 99 00 20 03` */
  readonly international: string;
};

/**
 * A run of digits that writes the target number, and the digits that take its place. Where both are
 * of equal length the page's own punctuation is kept; else the snippet writes `NumberForms.national`,
 * or `international` where `put` ends in the E.164 number's digits. A `put` that begins with `+` is the
 * E.164 number of another country, which no national writing would dial.
 */
export type NumberVariant = readonly [find: string, put: string];

/** What to do with one target number of the site. With grade `none` the number is the target itself. */
export type Swap = {
  /** E.164 number printed on the page. */
  readonly target: string;
  readonly kind: 'pool' | 'static';
  readonly grade: Grade;
  /** Seconds from receipt for which the number is surely still this visitor's. */
  readonly validFor: number;
  readonly number: NumberForms;
  /** Longest `find` first; empty with grade `none`. */
  readonly variants: readonly NumberVariant[];
  /** The number takes text messages: only then are `sms:` and messenger links led to it. */
  readonly texts?: true;
};

/** `POST /v1/visits`, sent as `text/plain` so that no preflight is needed. */
export type VisitRequest = {
  readonly v: typeof WIRE_VERSION;
  readonly site: string;
  /** Random id of this page view: a repeated visit returns the same session and lease. */
  readonly view?: string;
  /** Signed ids (`id.signature`) from an earlier reply, or null. */
  readonly visitor: string | null;
  readonly session: string | null;
  readonly consent: Consent;
  /** `url` is origin and path only: the query string never leaves the browser whole. */
  readonly page: { readonly url: string; readonly title?: string };
  readonly touch: TouchParameters;
};

export type VisitReply = {
  readonly v: typeof WIRE_VERSION;
  /** Null for bots and where consent is denied. */
  readonly visitor: string | null;
  readonly session: string | null;
  /** Seconds until the snippet should renew while the page is visible. */
  readonly renewAfter: number;
  /** What holds for every leased number from the first acknowledged renewal on; null where none is leased. */
  readonly renewed: { readonly renewAfter: number; readonly validFor: number } | null;
  /** Always one entry per target number of the site. */
  readonly swaps: readonly Swap[];
};

type EventBase = {
  /** Random id: an event delivered twice counts once. */
  readonly id: string;
  /** Milliseconds between the event and the sending of the request. */
  readonly ageMs: number;
};

/** Renewals and page views may lose one persistence step; all others are durable once acknowledged. */
export type VisitEvent = EventBase &
  (
    | { readonly type: 'renew' }
    | { readonly type: 'leave' }
    | { readonly type: 'page'; readonly url: string; readonly title?: string | undefined }
    | { readonly type: 'tap'; readonly number: string }
    | {
        readonly type: 'form';
        readonly name: string;
        readonly fields?: Record<string, string> | undefined;
      }
    | {
        readonly type: 'custom';
        readonly name: string;
        readonly data?: EventData | undefined;
      }
    | { readonly type: 'identify'; readonly traits: EventData }
  );

/** What the page's author tells of an event or a person. */
export type EventData = Record<string, string | number | boolean>;

/**
 * `POST /v1/events`, sent as `text/plain`; answered 204, or 410 `lease_ended` where a renewal came too
 * late: then the page takes its own number back and asks anew.
 */
export type EventsRequest = {
  readonly v: typeof WIRE_VERSION;
  readonly site: string;
  readonly visitor: string | null;
  readonly session: string | null;
  readonly events: readonly VisitEvent[];
};

/** `POST /v1/health`, sent as `text/plain` by a sample of page views as they end; answered 204. */
export type HealthReport = {
  readonly v: typeof WIRE_VERSION;
  readonly site: string;
  /** Milliseconds from navigation to the first swap; null where nothing was swapped. */
  readonly swapMs: number | null;
  readonly swaps: number;
  /** Swaps of a number that the page had written back. */
  readonly reverted: number;
  readonly errors: number;
};

/** Public settings of a site, inlined into `/s/{siteKey}.js`. What is missing is off. */
export type SnippetSettings = {
  readonly site: string;
  /** Origin of the worker, without a trailing slash. */
  readonly api: string;
  /**
   * Who is asked for consent: nobody; the page, by `ringtrace('consent', …)`; the page's IAB TCF banner;
   * Google Consent Mode in the data layer. In all but the first nothing is stored before a yes.
   */
  readonly consent: 'off' | 'required' | 'tcf' | 'google';
  /** Whether Global Privacy Control counts as denied. */
  readonly honourGpc: boolean;
  /** Swap in `document.title` too. */
  readonly title?: boolean;
  /** Swap only inside elements that match this CSS selector. */
  readonly within?: string;
  /** Names of the form fields to record with a submission of any form. */
  readonly forms?: readonly string[];
  /** Share of page views that report how swapping went, 0 to 1. */
  readonly health?: number;
};
