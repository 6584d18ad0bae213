import { type RunningServer, startServer } from '../support/local-server.ts';
import { postEvents } from '../support/post-events.ts';
import { postVisit } from '../support/post-visit.ts';
import { putBenchSite } from './bench-site.ts';
import { OBJECT_GB, PRICES } from './prices.ts';
import { type Row, row } from './row.ts';
import { type PageEvent, trafficOf } from './traffic.ts';

const SITE = 'cost';
const NUMBERS = 1_000;
const SESSIONS = 250;
const PAGES_A_SESSION = 3;
const MILLION = 1_000_000;
/** Page views a month, in millions: of a middling site, and of a large one, whose alarms serve more. */
const SITES = [1, 10];
const BUDGET = 3;
const ROWS_BUDGET = 6;
/** Past the match window, after which the object deletes what it wrote. */
const WINDOW_SECONDS = 31 * 86_400;

const MONTH_SECONDS = 30 * 86_400;

type Written = { objectRows: number; alarms: number; d1Rows: number };
type Reply = { visitor: string; session: string };

/** Rows written and dollars for a month's traffic on the clock, from the storages' own counters. */
export async function benchCost(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const millions of SITES) {
    const server = await startServer();
    try {
      await putBenchSite(server.url, SITE, NUMBERS, { holdSeconds: 300 });
      const sessionsAMonth = (millions * MILLION) / PAGES_A_SESSION;
      const traffic = trafficOf(SESSIONS, MONTH_SECONDS / sessionsAMonth);
      const before = await readMeter(server);
      await play(server, traffic);
      const lived = minus(await readMeter(server), before);
      rows.push(...rowsOf(millions, traffic, lived, await deletedLater(server)));
    } finally {
      await server.close();
    }
  }
  return rows;
}

async function play(server: RunningServer, traffic: readonly PageEvent[]): Promise<void> {
  const browsers = new Map<number, Reply>();
  let now = 0;
  for (const { at, browser, type } of traffic) {
    if (at > now) await server.advanceClock(at - now);
    now = Math.max(now, at);
    const { visitor = null, session = null } = browsers.get(browser) ?? {};
    if (type === 'page') {
      const visit = { view: crypto.randomUUID(), site: SITE, visitor, session };
      browsers.set(browser, (await (await postVisit(server.url, visit)).json()) as Reply);
    } else {
      await postEvents(server.url, { site: SITE, visitor, session, type });
    }
  }
  await server.advanceClock(3_600);
}

/** What is deleted once nobody can be matched any more; the object looks at its next visit. */
async function deletedLater(server: RunningServer): Promise<number> {
  await server.advanceClock(WINDOW_SECONDS);
  const before = await readMeter(server);
  await postVisit(server.url, { view: crypto.randomUUID(), site: SITE });
  await server.advanceClock(60);
  // The one visit that woke it wrote a row here, apart from the alarm.
  return minus(await readMeter(server), before).objectRows - 1;
}

function rowsOf(
  millions: number,
  traffic: readonly PageEvent[],
  lived: Written,
  deleted: number,
): Row[] {
  const pages = traffic.filter(({ type }) => type === 'page').length;
  const events = traffic.length - pages;
  const perMillion = (count: number) => (count * MILLION) / pages;
  const objectRows = lived.objectRows + lived.alarms + deleted;
  // The tag comes from the browser's cache for five minutes, that is, once a session. The snippet's second file
  // comes once a browser; in the worst case each session is another one's.
  const requests = pages + events + 2 * SESSIONS;
  const objectRequests = pages + events + lived.alarms;
  const dollars =
    perMillion(requests) * (PRICES.workerRequest + CPU_MS * PRICES.workerCpuMs) +
    perMillion(requests) * KV_READS * PRICES.kvRead +
    perMillion(objectRequests) * PRICES.objectRequest +
    perMillion(objectRequests) * BUSY_SECONDS * OBJECT_GB * PRICES.objectGbSecond +
    perMillion(objectRows) * PRICES.objectRowWritten +
    perMillion(lived.d1Rows) * PRICES.d1RowWritten;
  const of = `${millions} M views a month`;
  const each = (what: string, count: number, ceiling: number | null = null) =>
    row('pool', `rows a session, ${of}: ${what}`, count / SESSIONS, '', ceiling);
  return [
    each('object', lived.objectRows + deleted),
    each('alarms', lived.alarms),
    each('D1', lived.d1Rows),
    each('all', objectRows + lived.d1Rows, ROWS_BUDGET),
    row('pool', `dollars for 1 M page views, ${of}`, dollars, '$', BUDGET),
  ];
}

/** CPU of one request, Worker and object together; a core serves about a thousand whole visits a second. */
const CPU_MS = 1;
/** For so long an object is at work for one request: its share of a group commit, made durable elsewhere. */
const BUSY_SECONDS = 0.02;
/** Snapshots live in isolate memory for half a minute: few requests find none there. */
const KV_READS = 0.1;

async function readMeter({ url }: RunningServer): Promise<Written> {
  return (await fetch(`${url}/_local/bench/meter`)).json() as Promise<Written>;
}

function minus(a: Written, b: Written): Written {
  return {
    objectRows: a.objectRows - b.objectRows,
    alarms: a.alarms - b.alarms,
    d1Rows: a.d1Rows - b.d1Rows,
  };
}
