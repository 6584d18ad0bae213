import { idAfter, idAtTime } from '../../../worker/domain/ids.ts';
import type { EpochMs } from '../../../worker/domain/time.ts';
import { TARGET } from './make-site.ts';

type Filling = {
  readonly number: string;
  readonly count: number;
  readonly startedAt: EpochMs;
  readonly rev?: number;
};

/**
 * Writes leases of a number straight into an object's table, more than visits could bring, all begun in
 * one moment; their ids.
 */
export function fillLeases(
  sql: SqlStorage,
  { number, count, startedAt, rev = 1 }: Filling,
): string[] {
  const [known] = sql
    .exec<{ place: number }>('SELECT place FROM numbers WHERE number = ?', number)
    .toArray();
  const ids: string[] = [];
  for (let id = idAtTime(startedAt); ids.length < count; ) {
    id = idAfter(id, known?.place ?? 0);
    ids.push(id);
  }
  sql.exec(
    `INSERT INTO leases (number, id, rev, session_id, visitor_id, started_at, last_seen_at, target, pool,
       grade, ended_at, hold_seconds, shared_at, session)
     SELECT ?1, value, ?2, value, value, ?3, ?3, ?4, 'website', 'own', NULL, 300, NULL, NULL
     FROM json_each(?5)`,
    number,
    rev,
    startedAt,
    TARGET,
    JSON.stringify(ids),
  );
  return ids;
}
