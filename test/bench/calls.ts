import { startServer } from '../support/local-server.ts';
import { inboundCall } from './inbound-call.ts';
import { load } from './load.ts';
import { quantile, type Row, row } from './row.ts';

const CALLERS = 4;
/** Between a caller's requests, on average: about 40 calls a second, which is more than any one business gets. */
const PAUSE_MS = 100;
const SECONDS = 3;
const POOL_NUMBERS = 10;

/**
 * With a pause so many rounds that the slowest of a hundred are some thirty. `signed`: calls that are signed before a
 * round, for that is the provider's work, and more than are answered in one.
 */
const PACES = [
  { pace: '', pauseMs: PAUSE_MS, rounds: 25, signed: 200 },
  { pace: ', without a pause', pauseMs: 0, rounds: 10, signed: 5_000 },
] as const;

/**
 * Inbound calls, each of a new phone, to all numbers of a pool, against RPCs that do nothing, in turns: a machine that
 * is shared slows both. First as calls come, then as fast as they are answered.
 */
export async function benchCalls(): Promise<Row[]> {
  const server = await startServer();
  try {
    const noop = () => fetch(`${server.url}/_local/bench/noop/demo`, { method: 'POST' });
    let rung = 0;
    const sign = () => {
      const phone = `+336399${String(rung).padStart(5, '0')}`;
      return inboundCall(server.url, `+3319900200${rung++ % POOL_NUMBERS}`, 'demo', phone);
    };
    const calls = (most: number) => {
      const signed = Array.from({ length: most }, sign);
      return () => fetch(...(signed.pop() ?? sign()));
    };
    await load(CALLERS, 1, noop);
    await load(CALLERS, 1, calls(1_000));
    const rows: Row[] = [];
    for (const { pace, pauseMs, rounds, signed } of PACES) {
      const [ceiling, answered]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        ceiling.push(...(await load(CALLERS, SECONDS, noop, pauseMs)).latencies);
        answered.push(...(await load(CALLERS, SECONDS, calls(signed), pauseMs)).latencies);
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
