import { startServer } from '../support/local-server.ts';
import { load } from './load.ts';
import { ring } from './ring.ts';
import { quantile, type Row, row } from './row.ts';

const CALLERS = 4;
const SECONDS = 1;
const ROUNDS = 8;

/** Inbound calls, each a new one, against RPCs that do nothing, in turns: a machine that is shared slows both. */
export async function benchCalls(): Promise<Row[]> {
  const server = await startServer();
  try {
    const noop = () => fetch(`${server.url}/_local/bench/noop/demo`, { method: 'POST' });
    const call = () => ring(server.url, '+33199002000');
    await load(CALLERS, 1, noop);
    await load(CALLERS, 1, call);
    const [ceiling, rung]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      ceiling.push(...(await load(CALLERS, SECONDS, noop)).latencies);
      rung.push(...(await load(CALLERS, SECONDS, call)).latencies);
    }
    return [
      row('calls', 'webhook answer p50', quantile(rung, 0.5), 'ms', quantile(ceiling, 0.5)),
      row('calls', 'webhook answer p99', quantile(rung, 0.99), 'ms', quantile(ceiling, 0.99)),
    ];
  } finally {
    await server.close();
  }
}
