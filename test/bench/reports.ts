import type { LocalServer } from '../../worker/local/cli/local-server.ts';
import { withServer } from './in-process-server.ts';
import { load } from './load.ts';
import { median, type Row, row } from './row.ts';

const SESSIONS = 1_000_000;
const CALLS = 100_000;
const SECONDS = 4;
const BUDGET_MS = 300;

/** One page of each list of a large site. */
export async function benchReports(): Promise<Row[]> {
  return withServer(async (server) => {
    await fill(server);
    const rows: Row[] = [];
    for (const list of ['calls', 'sessions']) {
      const read = () =>
        fetch(`${server.url}/api/v1/${list}?site=demo&limit=100`, {
          headers: { authorization: 'Bearer demo-api-key' },
        });
      await load(1, 1, read);
      const { latencies } = await load(1, SECONDS, read);
      const name = `100 of ${(list === 'calls' ? CALLS : SESSIONS).toLocaleString('en')} ${list}, p50`;
      rows.push(row('reports', name, median(latencies), 'ms', BUDGET_MS));
    }
    return rows;
  });
}

async function fill({ miniflare }: LocalServer): Promise<void> {
  const db = await miniflare.getD1Database('DB');
  const numbers =
    'WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)';
  const site = "(SELECT id FROM sites WHERE key = 'demo')";
  const step = 100_000;
  for (let start = 0; start < SESSIONS; start += step) {
    await db
      .prepare(
        `${numbers} INSERT INTO sessions (site_id, id, visitor_id, started_at, last_seen_at, grade, channel, source, medium, click_ids, landing_page, journey, rev)
         SELECT ${site}, printf('0%025d', i), 'v' || i, i * 1000, i * 1000, 'own', 'Direct', '(direct)', '(none)', '{}', 'https://shop.example/', '[]', 1 FROM n`,
      )
      .bind(start, start + step)
      .run();
  }
  await db
    .prepare(
      `${numbers} INSERT INTO calls (site_id, id, provider, provider_call_id, number, started_at, outcome, session_id, band, confidence, reasons, events, rev)
       SELECT ${site}, printf('0%025d', i), 'twilio', 'CA' || i, '+33199002000', i * 10000, 'answered', printf('0%025d', i * 10), 'high', 0.97, '[]', '[]', 1 FROM n`,
    )
    .bind(0, CALLS)
    .run();
}
