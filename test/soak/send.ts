const PAUSE_MS = 250;

export type Answer = { readonly status: number; readonly text: string };

/**
 * Sends a request, and sends it again while nobody answers, for so many milliseconds. Whoever is patient
 * lives through a restart of the server.
 *
 * @returns undefined where no attempt was answered whole.
 */
export async function send(
  request: () => Promise<Response>,
  patienceMs: number,
): Promise<Answer | undefined> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      const response = await request();
      return { status: response.status, text: await response.text() };
    } catch {
      // Refused, reset, or broken off in the middle of the answer.
      if (Date.now() >= until) return undefined;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
