import { startServer } from '../support/local-server.ts';
import { postVisit } from '../support/post-visit.ts';
import { load } from './load.ts';
import { median, quantile, type Row, row } from './row.ts';

const CALLERS = 64;
const SECONDS = 2;
const ROUNDS = 5;

/** Visits of new visitors against RPCs that do nothing, in turns, through the same HTTP front. */
export async function benchPool(): Promise<Row[]> {
  const server = await startServer();
  try {
    const noop = () => fetch(`${server.url}/_local/noop`, { method: 'POST' });
    const visit = () => postVisit(server.url, { view: crypto.randomUUID() });
    await load(CALLERS, 1, noop);
    await load(CALLERS, 1, visit);
    const noops: number[] = [];
    const visits: number[] = [];
    const latencies: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      noops.push((await load(CALLERS, SECONDS, noop)).perSecond);
      const visited = await load(CALLERS, SECONDS, visit);
      visits.push(visited.perSecond);
      latencies.push(...visited.latencies);
    }
    return [
      row(
        'pool',
        `visits of new visitors, ${CALLERS} callers`,
        median(visits),
        '/s',
        median(noops),
      ),
      row('pool', 'visit p50', quantile(latencies, 0.5), 'ms'),
      row('pool', 'visit p99', quantile(latencies, 0.99), 'ms'),
    ];
  } finally {
    await server.close();
  }
}
