import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { getTableConfig } from 'drizzle-orm/sqlite-core';

/** What becomes of a row that exists already: kept, replaced, or replaced where the new `rev` is higher. */
export type OnConflict = 'keep' | 'replace' | 'newer';

/**
 * Writes many rows in one statement: they travel as one JSON parameter, since D1 takes no more than a
 * hundred. With `newer` a batch may be sent any number of times and in any order; what changes nothing
 * is not written, and not charged.
 *
 * @param rows objects keyed by column name; columns they lack become null.
 */
export function upsertRows(
  d1: D1Database,
  table: SQLiteTable,
  rows: readonly Readonly<Record<string, unknown>>[],
  onConflict: OnConflict,
): D1PreparedStatement {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const names = columns.map((column) => column.name);
  const keys =
    primaryKeys[0]?.columns.map((column) => column.name) ??
    columns.filter((column) => column.primary).map((column) => column.name);
  const replaced = names
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const resolution = {
    keep: 'DO NOTHING',
    replace: `DO UPDATE SET ${replaced.join(', ')}`,
    newer: `DO UPDATE SET ${replaced.join(', ')} WHERE excluded.rev > ${name}.rev`,
  }[onConflict];
  return d1
    .prepare(
      `INSERT INTO ${name} (${names.join(', ')})
       SELECT ${names.map((column) => `value ->> '$.${column}'`).join(', ')}
       FROM json_each(?) WHERE true
       ON CONFLICT (${keys.join(', ')}) ${resolution}`,
    )
    .bind(JSON.stringify(rows));
}
