import { startServer } from '../support/local-server.ts';
import { putBenchSite } from './bench-site.ts';
import { load } from './load.ts';
import { median, type Row, row } from './row.ts';

const CALLERS = 64;
const SECONDS = 2;
const ROUNDS = 3;
const NUMBERS = 10_000;

/** Durable leases of a site dealt out over several objects; on one machine they share its cores. */
export async function benchShards(): Promise<Row[]> {
  const server = await startServer();
  try {
    const rows: Row[] = [];
    for (const shards of [1, 2, 4]) {
      const key = `shards-${shards}`;
      await putBenchSite(server.url, key, NUMBERS, { shards });
      const ask = (what: string) => () =>
        fetch(`${server.url}/_local/bench/${what}/${key}`, { method: 'POST' });
      await load(CALLERS, 1, ask('lease'));
      const rates = { lease: [] as number[], noop: [] as number[] };
      for (let round = 0; round < ROUNDS; round++) {
        await server.advanceClock(3_600);
        for (const what of ['noop', 'lease'] as const) {
          rates[what].push((await load(CALLERS, SECONDS, ask(what))).perSecond);
        }
      }
      rows.push(
        row(
          'pool',
          `durable leases, ${shards} shards`,
          median(rates.lease),
          '/s',
          median(rates.noop),
        ),
      );
    }
    return rows;
  } finally {
    await server.close();
  }
}
