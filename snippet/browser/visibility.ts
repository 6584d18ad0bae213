import { now } from './clock.ts';

export function isVisible(): boolean {
  return document.visibilityState !== 'hidden';
}

/** Calls back when the page comes back to somebody's eyes; `restored` after it had already left. */
export function onWake(wake: (restored: boolean) => void): void {
  document.addEventListener('visibilitychange', () => isVisible() && wake(false));
  addEventListener('pageshow', ({ persisted }) => persisted && wake(true));
}

/**
 * Calls back when the page goes away, for good or into the back/forward cache, with how many
 * milliseconds ago somebody last saw it: a tab may be closed hours after it was left for another.
 */
export function onLeave(leave: (unseenForMs: number) => void): void {
  let hiddenAt = 0;
  document.addEventListener('visibilitychange', () => {
    hiddenAt = isVisible() ? 0 : now();
  });
  // Leaving hides the page too, in either order.
  addEventListener('pagehide', () => leave(hiddenAt && now() - hiddenAt));
}
