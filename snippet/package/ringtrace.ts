import type { GlobalPageApi, PageApi } from './page-api.ts';

/**
 * Gives a command to the tag, whether it has loaded already, will load later or never does. On a server
 * there is no page and nothing happens.
 */
export const ringtrace: PageApi = (...command: unknown[]): void => {
  if (typeof window === 'undefined') return;
  window.ringtrace ??= queueing();
  (window.ringtrace as (...command: unknown[]) => void)(...command);
};

/** The same stub that a page without this package writes by hand: the tag takes over what it kept. */
function queueing(): GlobalPageApi {
  const stub: GlobalPageApi = (...command: unknown[]) => {
    stub.q ??= [];
    stub.q.push(command);
  };
  return stub;
}
