import type { LocalServer } from '../../worker/local/cli/local-server.ts';
import { withServer } from './in-process-server.ts';
import { load } from './load.ts';
import { ring } from './ring.ts';
import { median, type Row, row } from './row.ts';

const SIZES = [1_000, 1_000_000];
const SECONDS = 4;

/** A call to a number with few and with many past leases: what it costs must not grow with history. */
export async function benchMatching(): Promise<Row[]> {
  return withServer(async (server) => {
    const rows: Row[] = [];
    let filled = 0;
    let smallest: number | null = null;
    for (const size of SIZES) {
      await addPastLeases(server, filled, size);
      filled = size;
      await load(1, 1, () => ring(server.url, '+33199002000'));
      const { latencies } = await load(1, SECONDS, () => ring(server.url, '+33199002000'));
      const p50 = median(latencies);
      const name = `call p50 over ${size.toLocaleString('en')} past leases`;
      rows.push(row('matching', name, p50, 'ms', smallest));
      smallest ??= p50;
    }
    return rows;
  });
}

/** Leases of the ten demo numbers, one a second before now, written where the object keeps them. */
async function addPastLeases({ miniflare }: LocalServer, from: number, to: number): Promise<void> {
  const site = await (await miniflare.getD1Database('DB'))
    .prepare("SELECT id FROM sites WHERE key = 'demo'")
    .first<{ id: string }>();
  const storage = await miniflare.unsafeGetDurableObjectStorage('ringtrace', 'NumberPool', {
    name: site?.id ?? '',
  });
  const step = 100_000;
  for (let start = from; start < to; start += step) {
    await storage.exec(
      `WITH RECURSIVE n(i) AS (SELECT ? UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?)
       INSERT INTO leases (id, session_id, visitor_id, number, target, pool, grade, started_at, last_seen_at, hold_seconds, rev)
       SELECT printf('0%025d', i), 's' || i, 'v' || i, '+3319900200' || (i % 10), '+33199001234', 'website', 'own',
              ? - i * 1000, ? - i * 1000 + 500, 300, 1 FROM n`,
      start,
      Math.min(to, start + step),
      Date.now() - 3_600_000,
      Date.now() - 3_600_000,
    );
  }
}
