import type { LocalServer } from '../../worker/local/cli/local-server.ts';
import { benchNumber } from './bench-site.ts';

const STEP = 100_000;

/**
 * Past leases of a bench site, written where its object keeps them: the `from`th to the `to`th, dealt
 * out over so many numbers, one a second.
 */
export async function fillLeases(
  { miniflare }: LocalServer,
  siteKey: string,
  numbers: number,
  from: number,
  to: number,
): Promise<void> {
  const site = await (await miniflare.getD1Database('DB'))
    .prepare('SELECT id FROM sites WHERE key = ?')
    .bind(siteKey)
    .first<{ id: string }>();
  const storage = await miniflare.unsafeGetDurableObjectStorage('ringtrace', 'NumberPool', {
    name: site?.id ?? '',
  });
  const prefix = benchNumber(0).slice(0, -4);
  for (let start = from; start < to; start += STEP) {
    await storage.exec(
      `WITH RECURSIVE n(i) AS (SELECT ?1 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
       INSERT INTO leases (number, id, rev, session_id, visitor_id, started_at, last_seen_at, target,
                           pool, grade, hold_seconds)
       SELECT printf('%s%04d', ?3, i % ?4), printf('0%025d', i), 1, 's' || i, 'v' || i, ?5 - i * 1000,
              ?5 - i * 1000 + 500, '+442079460000', 'website', 'own', 60 FROM n`,
      start,
      Math.min(to, start + STEP),
      prefix,
      numbers,
      Date.now() - 3_600_000,
    );
  }
}
