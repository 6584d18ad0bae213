/** What went wrong, in words for the person at the terminal. */
export class PlayError extends Error {}

/** Like `fetch`, with one way to fail that says what to do. */
export async function ask(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch {
    const { origin } = new URL(url);
    throw new PlayError(
      `Nothing answers at ${origin}. Start the server with \`npm start\`, or name another with --url.`,
    );
  }
}

/**
 * The time that the server goes by, which in local mode may have been moved by `/_local/clock`. A call
 * played by another clock would be matched against other leases.
 */
export async function serverTime(url: string): Promise<number> {
  const reply = await ask(`${url}/_local/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advanceSeconds: 0 }),
  });
  const body: unknown = reply.ok ? await reply.json().catch(() => null) : null;
  const now = (body as { now?: unknown } | null)?.now;
  return typeof now === 'number' ? now : Date.now();
}
