/** A tab frozen while it holds the lock (mobile Safari does that) must not keep the others waiting. */
const LONGEST_WAIT_MS = 3_000;

/**
 * Runs one tab's work at a time, by Web Locks. Without them, or when the wait gets too long, the work
 * runs at once: two visitors are a smaller fault than none.
 */
export async function runExclusive<T>(name: string, work: () => Promise<T>): Promise<T> {
  let running: Promise<T> | undefined;
  const run = () => {
    running ??= work();
    return running;
  };
  try {
    // Missing outside secure contexts. Aborting ends the waiting only, never work that has begun.
    await navigator.locks?.request(name, { signal: AbortSignal.timeout(LONGEST_WAIT_MS) }, run);
  } catch {
    // refused (sandboxed frame), waited too long, or no AbortSignal.timeout
  }
  return run();
}
