import type { Channel } from './channel.ts';

/** The marketing contact that began a session. Every text is as the visitor brought it: never markup. */
export type Touch = {
  readonly channel: Channel;
  /** `(direct)` where nothing says where the visitor came from. */
  readonly source: string;
  /** `(none)` with a direct source. */
  readonly medium: string;
  readonly campaign: string | null;
  readonly term: string | null;
  readonly content: string | null;
  /** `utm_id` */
  readonly campaignId: string | null;
  /** Click identifiers by parameter name. */
  readonly clickIds: Readonly<Record<string, string>>;
  readonly referrer: string | null;
  /** Origin and path of the first page. */
  readonly landingPage: string;
  /** Tells one campaign landing from another; empty where the landing page's URL names no campaign. */
  readonly campaignKey: string;
};
