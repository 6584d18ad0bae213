import { DAY, type EpochMs } from '../../domain/time.ts';

/** Numbers that were removed from a site so lately that their calls still come here. @param days how long they do */
export async function quarantinedNumbers(
  d1: D1Database,
  key: string,
  days: number,
  now: EpochMs,
): Promise<ReadonlySet<string>> {
  const { results } = await d1
    .prepare(
      `SELECT number FROM tracking_numbers WHERE site_id = (SELECT id FROM sites WHERE key = ?)
         AND status = 'quarantined' AND removed_at > ?`,
    )
    .bind(key, now - days * DAY)
    .all<{ number: string }>();
  return new Set(results.map(({ number }) => number));
}
