import { SECOND } from '../domain/time.ts';

/** The standard recommends 15 to 30; whoever takes longer should answer first and work afterwards. */
const DEADLINE = 15 * SECOND;

/**
 * Sends one event.
 *
 * @returns why it was not taken, for its owner to read; undefined where it was.
 */
export async function postEvent(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<string | undefined> {
  // Not `AbortSignal.timeout`: its timer would keep the object awake after the answer.
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), DEADLINE);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'Ringtrace', ...headers },
      body,
      // Where a redirect leads nobody has checked.
      redirect: 'manual',
      signal: late.signal,
    });
    // What a receiver says beside its status is read by nobody.
    await response.body?.cancel();
    if (response.ok) return undefined;
    if (response.status >= 300 && response.status < 400) {
      return `Answered ${response.status}, a redirect: name the address where it leads.`;
    }
    return `Answered ${response.status}.`;
  } catch {
    return late.signal.aborted
      ? `No answer within ${DEADLINE / SECOND} seconds.`
      : 'Could not be reached.';
  } finally {
    clearTimeout(timer);
  }
}
