import type { LocalServer } from '../../worker/local/cli/local-server.ts';
import { benchNumber, putBenchSite } from './bench-site.ts';
import { fillLeases } from './fill-leases.ts';
import { withServer } from './in-process-server.ts';
import { inboundCall } from './inbound-call.ts';
import { load } from './load.ts';
import { median, type Row, row } from './row.ts';

const PAST_LEASES = [1_000, 100_000, 1_000_000];
const NUMBERS = [10, 100, 1_000, 10_000];
const SECONDS = 3;

/** A call to a number of small and large pools, with few and with many past leases: flat in both. */
export async function benchMatching(): Promise<Row[]> {
  return withServer(async (server) => {
    const rows: Row[] = [];
    await putBenchSite(server.url, 'history', 10);
    let filled = 0;
    let first: number | null = null;
    for (const leases of PAST_LEASES) {
      await fillLeases(server, 'history', 10, filled, leases);
      filled = leases;
      const p50 = await msPerCall(server, 'history');
      const name = `call p50 over ${leases.toLocaleString('en')} past leases`;
      rows.push(row('matching', name, p50, 'ms', first));
      first ??= p50;
    }
    first = null;
    for (const numbers of NUMBERS) {
      const key = `numbers-${numbers}`;
      await putBenchSite(server.url, key, numbers);
      const p50 = await msPerCall(server, key);
      const name = `call p50 to one of ${numbers.toLocaleString('en')} numbers`;
      rows.push(row('matching', name, p50, 'ms', first));
      first ??= p50;
    }
    return rows;
  });
}

async function msPerCall({ url }: LocalServer, site: string): Promise<number> {
  const call = () => fetch(...inboundCall(url, benchNumber(3), site));
  await load(1, 1, call);
  return median((await load(1, SECONDS, call)).latencies);
}
