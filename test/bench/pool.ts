import { type RunningServer, startServer } from '../support/local-server.ts';
import { postVisit } from '../support/post-visit.ts';
import { putBenchSite } from './bench-site.ts';
import { type Load, load } from './load.ts';
import { median, quantile, type Row, row } from './row.ts';

const CALLERS = 64;
const SECONDS = 2;
const ROUNDS = 5;
/** RPCs of one round inside the runtime. */
const BURST = 1_000;
const NUMBERS = 10_000;
/** Between rounds, so that every round finds free numbers, used ones from the second on. */
const COOL_DOWN_SECONDS = 3_600;

/** Leases and renewals against RPCs that do nothing, in turns: through HTTP, and from inside the runtime. */
export async function benchPool(): Promise<Row[]> {
  const server = await startServer();
  try {
    await putBenchSite(server.url, 'bench', NUMBERS);
    return [...(await throughHttp(server)), ...(await inside(server))];
  } finally {
    await server.close();
  }
}

async function throughHttp(server: RunningServer): Promise<Row[]> {
  const requests = {
    noop: () => askBench(server, 'noop/bench'),
    lease: () => askBench(server, 'lease/bench'),
    visit: () => postVisit(server.url, { view: crypto.randomUUID(), site: 'bench' }),
  };
  const loads = { noop: [] as Load[], lease: [] as Load[], visit: [] as Load[] };
  for (const request of Object.values(requests)) await load(CALLERS, 1, request);
  for (let round = 0; round < ROUNDS; round++) {
    await server.advanceClock(COOL_DOWN_SECONDS);
    for (const name of ['noop', 'lease', 'visit'] as const) {
      loads[name].push(await load(CALLERS, SECONDS, requests[name]));
    }
  }
  const rate = (name: keyof typeof loads) => median(loads[name].map(({ perSecond }) => perSecond));
  const latencies = (name: keyof typeof loads) => loads[name].flatMap((done) => done.latencies);
  return [
    row('pool', `durable leases, ${CALLERS} callers`, rate('lease'), '/s', rate('noop')),
    row('pool', `whole visits, ${CALLERS} callers`, rate('visit'), '/s', rate('noop')),
    ...[0.5, 0.99].map((q) =>
      row(
        'pool',
        `whole visit p${q * 100}`,
        quantile(latencies('visit'), q),
        'ms',
        quantile(latencies('noop'), q),
      ),
    ),
  ];
}

async function inside(server: RunningServer): Promise<Row[]> {
  const perSecond = { noop: [] as number[], lease: [] as number[], renewal: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    await server.advanceClock(COOL_DOWN_SECONDS);
    for (const what of ['noop', 'lease', 'renewal'] as const) {
      const startedAt = performance.now();
      const times = what === 'lease' ? BURST : 4 * BURST;
      await askBench(server, 'burst', { site: 'bench', what, callers: CALLERS, times });
      perSecond[what].push((times * 1_000) / (performance.now() - startedAt));
    }
  }
  const ceiling = median(perSecond.noop);
  return [
    row('pool', 'durable leases inside the runtime', median(perSecond.lease), '/s', ceiling),
    row('pool', 'renewals inside the runtime', median(perSecond.renewal), '/s', ceiling),
  ];
}

async function askBench({ url }: RunningServer, path: string, body?: unknown): Promise<Response> {
  const response = await fetch(`${url}/_local/bench/${path}`, {
    method: 'POST',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response;
}
