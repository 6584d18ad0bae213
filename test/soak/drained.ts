import { askAsAdmin, type SoakSite } from './sites.ts';

type Shard = {
  readonly shard: number;
  readonly unsent: number;
  readonly failures: number;
  readonly setAside: readonly unknown[];
};

const PAUSE_MS = 500;

/** Waits until every shard of every site has sent all it has to D1; sentences about those that have not. */
export async function drained(
  serverUrl: string,
  sites: readonly SoakSite[],
  patienceMs: number,
): Promise<string[]> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const waiting = (await Promise.all(sites.map((site) => waitingOf(serverUrl, site)))).flat();
    if (waiting.length === 0 || Date.now() > until) return waiting;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

async function waitingOf(serverUrl: string, { key }: SoakSite): Promise<string[]> {
  const response = await askAsAdmin('GET', `${serverUrl}/api/v1/sites/${key}/pool-status`);
  const { shards } = (await response.json()) as { shards: readonly Shard[] };
  return shards
    .filter(({ unsent, failures, setAside }) => unsent + failures + setAside.length > 0)
    .map(
      ({ shard, unsent, failures, setAside }) =>
        `${key}: shard ${shard} still has ${unsent} rows for D1, failed ${failures} times, and set aside ${setAside.length}`,
    );
}
