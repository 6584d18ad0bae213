import { after } from '../browser/clock.ts';
import { postFarewell } from '../browser/request.ts';
import { type HealthReport, type SnippetSettings, WIRE_VERSION } from '../contract/wire.ts';
import { guard } from '../features/guard.ts';
import type { SwapCounts } from '../features/swapper.ts';

const LOOK_AGAIN_MS = 10;
const LOOKS = 50;

/** Reports, for a sample of page views and once each, how swapping went. Nothing in it tells who saw the page. */
export function reportHealth(
  root: Document,
  { api, site, health = 0 }: SnippetSettings,
  counts: SwapCounts,
): void {
  if (Math.random() >= health) return;
  let swapMs: number | null = null;
  let errors = 0;
  /** Numbers are told of as they are put up, which takes a page with many texts some tasks more. */
  const look = (left: number) => {
    if (counts.swaps) swapMs ??= Math.round(performance.now());
    else if (left) after(LOOK_AGAIN_MS, () => look(left - 1));
  };
  // What was swapped before this file was there, has been so by now.
  look(0);
  root.addEventListener(
    'ringtrace:swap',
    guard(() => look(LOOKS)),
  );
  root.addEventListener('ringtrace:error', () => {
    errors++;
  });
  const send = guard(() => {
    // Whoever leaves at once does so before the next look.
    look(0);
    const report: HealthReport = { v: WIRE_VERSION, site, swapMs, ...counts, errors };
    postFarewell(`${api}/v1/health`, JSON.stringify(report));
  });
  addEventListener('pagehide', send, { once: true });
}
