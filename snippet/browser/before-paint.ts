import { after } from './clock.ts';

/**
 * Runs the work at once while the page is still arriving: before its first paint each moment counts.
 * Later in a task of its own, lest the page stalls for longer than it must.
 */
export function beforePaint(work: () => void): void {
  if (document.readyState === 'loading') work();
  else after(0, work);
}
