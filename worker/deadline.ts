/** What `within` throws when the time is up. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** The promise's result, or a `DeadlineError` after `ms` milliseconds; the work itself goes on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer ?? null);
  }
}
