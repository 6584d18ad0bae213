import { MIGRATIONS } from './migrations.ts';

/** Brings an object's tables up to date. */
export function migrate(sql: SqlStorage): void {
  sql.exec('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)');
  const applied = sql
    .exec<{ version: number | null }>('SELECT max(version) AS version FROM migrations')
    .one().version;
  for (let version = (applied ?? 0) + 1; version <= MIGRATIONS.length; version++) {
    sql.exec(MIGRATIONS[version - 1] ?? '');
    sql.exec('INSERT INTO migrations (version) VALUES (?)', version);
  }
}
