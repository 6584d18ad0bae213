/** Wraps work that the page sets off, so that no error of ours ever reaches it. */
export type Guard = <A extends unknown[]>(work: (...args: A) => unknown) => (...args: A) => void;

/**
 * Every entry from the page (first run, listener, timer, observer) goes through the guard. What it
 * swallows leaves the page as it was: the worst outcome is a number that was not replaced. Whoever wants
 * to know hears of it by the event `ringtrace:error`.
 */
export const guard: Guard =
  (work) =>
  async (...args) => {
    try {
      await work(...args);
    } catch (error) {
      tell('error', error);
    }
  };

/** Dispatches `ringtrace:swap` or `ringtrace:error` on the document. */
export function tell(name: 'swap' | 'error', detail: unknown): void {
  document.dispatchEvent(new CustomEvent(`ringtrace:${name}`, { detail }));
}
