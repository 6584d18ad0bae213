export function isVisible(): boolean {
  return document.visibilityState !== 'hidden';
}

/** Calls back when the page comes back to somebody's eyes; `restored` after it had already left. */
export function onWake(wake: (restored: boolean) => void): void {
  document.addEventListener('visibilitychange', () => isVisible() && wake(false));
  addEventListener('pageshow', ({ persisted }) => persisted && wake(true));
}

/** Calls back when the page goes away, for good or into the back/forward cache. */
export function onLeave(leave: () => void): void {
  addEventListener('pagehide', leave);
}
