import type { LocalServer } from '../../worker/local/cli/local-server.ts';
import { putBenchSite } from './bench-site.ts';
import { fillLeases } from './fill-leases.ts';
import { withServer } from './in-process-server.ts';
import { median, type Row, row } from './row.ts';

const NUMBERS = [10, 100, 1_000, 10_000];
const PAST_LEASES = [1_000, 100_000, 1_000_000];
const ROUNDS = 7;
/** Leases of one round: fewer than the smallest pool has, so that each finds a free number. */
const LEASES = 8;
const COOL_DOWN_SECONDS = 3_600;

/** One lease after the other, of pools of every size and over histories of every length. */
export async function benchAllocation(): Promise<Row[]> {
  return withServer(async (server) => [
    ...(await overSizes(server)),
    ...(await overHistories(server)),
  ]);
}

async function overSizes(server: LocalServer): Promise<Row[]> {
  const rows: Row[] = [];
  let smallest: number | null = null;
  for (const numbers of NUMBERS) {
    const key = `numbers-${numbers}`;
    await putBenchSite(server.url, key, numbers);
    const ms = await msPerLease(server, key);
    rows.push(
      row('pool', `lease from ${numbers.toLocaleString('en')} numbers`, ms, 'ms', smallest),
    );
    smallest ??= ms;
  }
  return rows;
}

async function overHistories(server: LocalServer): Promise<Row[]> {
  const rows: Row[] = [];
  await putBenchSite(server.url, 'history', 100);
  let filled = 0;
  let shortest: number | null = null;
  for (const leases of PAST_LEASES) {
    await fillLeases(server, 'history', 100, filled, leases);
    filled = leases;
    const ms = await msPerLease(server, 'history');
    const name = `lease over ${leases.toLocaleString('en')} past leases`;
    rows.push(row('pool', name, ms, 'ms', shortest));
    shortest ??= ms;
  }
  return rows;
}

/** One caller, so that what is measured is the work and the write, not the queue. */
async function msPerLease({ url }: LocalServer, site: string): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    await post(url, 'clock', { advanceSeconds: COOL_DOWN_SECONDS });
    const startedAt = performance.now();
    await post(url, 'bench/burst', { site, what: 'lease', callers: 1, times: LEASES });
    times.push((performance.now() - startedAt) / LEASES);
  }
  return median(times.slice(1));
}

async function post(url: string, path: string, body: unknown): Promise<void> {
  const init = { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${url}/_local/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
