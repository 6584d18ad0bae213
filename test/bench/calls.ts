import { startServer } from '../support/local-server.ts';
import { load } from './load.ts';
import { ring } from './ring.ts';
import { quantile, type Row, row } from './row.ts';

const CALLERS = 4;
/** Between a caller's requests, on average: about 40 calls a second, which is more than any one business gets. */
const PAUSE_MS = 100;
const SECONDS = 3;
const ROUNDS = 10;
const POOL_NUMBERS = 10;

/**
 * Inbound calls, each of a new phone, to all numbers of a pool, against RPCs that do nothing, in turns: a machine that
 * is shared slows both. First as calls come, then as fast as they are answered.
 */
export async function benchCalls(): Promise<Row[]> {
  const server = await startServer();
  try {
    const noop = () => fetch(`${server.url}/_local/bench/noop/demo`, { method: 'POST' });
    let rung = 0;
    const call = () => {
      const phone = `+336399${String(rung).padStart(5, '0')}`;
      return ring(server.url, `+3319900200${rung++ % POOL_NUMBERS}`, 'demo', phone);
    };
    await load(CALLERS, 1, noop);
    await load(CALLERS, 1, call);
    const rows: Row[] = [];
    for (const [pace, pauseMs] of [
      ['', PAUSE_MS],
      [', without a pause', 0],
    ] as const) {
      const [ceiling, answered]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round++) {
        ceiling.push(...(await load(CALLERS, SECONDS, noop, pauseMs)).latencies);
        answered.push(...(await load(CALLERS, SECONDS, call, pauseMs)).latencies);
      }
      for (const q of [0.5, 0.99]) {
        const name = `webhook answer p${q * 100}${pace}`;
        rows.push(row('calls', name, quantile(answered, q), 'ms', quantile(ceiling, q)));
      }
    }
    return rows;
  } finally {
    await server.close();
  }
}
