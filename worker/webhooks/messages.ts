import type { EpochMs } from '../domain/time.ts';

/** How a webhook has answered, and what waits for it. */
export type WebhookStatus = {
  readonly webhook: string;
  readonly succeededAt: EpochMs | null;
  readonly failedAt: EpochMs | null;
  /** What went wrong the last time something did. */
  readonly error: string | null;
  readonly waiting: number;
  /** Events that were given up. */
  readonly setAside: number;
};
