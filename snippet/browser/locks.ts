/** A tab frozen while it holds the lock (mobile Safari does that) must not keep the others waiting. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Runs one tab's work at a time, by Web Locks. Without them (outside secure contexts, in a sandboxed frame,
 * without `AbortSignal.timeout`), or when the wait gets too long, the work runs at once: two visitors are a
 * smaller fault than none.
 */
export async function runExclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    // Aborting ends the waiting only, never work that has begun.
    const signal = AbortSignal.timeout(LONGEST_WAIT_MS);
    return (await navigator.locks.request(name, { signal }, work)) as T;
  } catch {
    return work();
  }
}
