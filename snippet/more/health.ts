import { postFarewell } from '../browser/request.ts';
import { type HealthReport, type SnippetSettings, WIRE_VERSION } from '../contract/wire.ts';
import { guard } from '../features/guard.ts';
import type { SwapCounts } from '../features/swapper.ts';

/** Reports, for a sample of page views and once each, how swapping went. Nothing in it tells who saw the page. */
export function reportHealth(
  root: Document,
  { api, site, health = 0 }: SnippetSettings,
  counts: SwapCounts,
): void {
  if (Math.random() >= health) return;
  // What was swapped before this file was there, has been so by now.
  let swapMs = counts.swaps ? Math.round(performance.now()) : null;
  let errors = 0;
  root.addEventListener('ringtrace:swap', () => {
    if (counts.swaps) swapMs ??= Math.round(performance.now());
  });
  root.addEventListener('ringtrace:error', () => {
    errors++;
  });
  const send = guard(() => {
    const report: HealthReport = { v: WIRE_VERSION, site, swapMs, ...counts, errors };
    postFarewell(`${api}/v1/health`, JSON.stringify(report));
  });
  addEventListener('pagehide', send, { once: true });
}
