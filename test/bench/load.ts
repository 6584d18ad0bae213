import { setTimeout } from 'node:timers/promises';

export type Load = {
  readonly perSecond: number;
  /** Milliseconds each request took. */
  readonly latencies: readonly number[];
};

/**
 * Keeps `callers` requests under way for `seconds`, each waiting for its answer before the next, and then for
 * anything up to twice `pauseMs`.
 */
export async function load(
  callers: number,
  seconds: number,
  request: () => Promise<Response>,
  pauseMs = 0,
): Promise<Load> {
  const latencies: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        if (pauseMs > 0) await setTimeout(Math.random() * 2 * pauseMs);
        const sentAt = performance.now();
        const response = await request();
        await response.arrayBuffer();
        if (!response.ok) throw new Error(`${response.url} answered ${response.status}`);
        latencies.push(performance.now() - sentAt);
      }
    }),
  );
  return { perSecond: (latencies.length * 1_000) / (performance.now() - startedAt), latencies };
}
