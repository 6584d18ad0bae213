import type { Context } from 'hono';
import { within } from '../deadline.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { SECOND } from '../domain/time.ts';
import type { App } from './app-env.ts';

const POOL_DEADLINE = 5 * SECOND;

/** Makes note of a webhook whose signature was wrong; nobody waits for it. */
export function noteRefusal(c: Context<App>, site: SiteSnapshot, provider: string): void {
  const { pools, refusedSignatures } = c.var.services;
  const count = refusedSignatures.add(site.id, provider);
  if (count === 0) return;
  const noted = within(POOL_DEADLINE, pools.of(site).refused({ provider, count }));
  // One that is missing from the count matters little: a run goes on.
  c.executionCtx.waitUntil(
    noted.catch((error: unknown) => console.warn('a refused signature was not counted', error)),
  );
}
