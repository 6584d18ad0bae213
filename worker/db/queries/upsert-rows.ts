import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import { getTableConfig } from 'drizzle-orm/sqlite-core';

/** What becomes of a row that exists already: replaced, or replaced where the new `rev` is higher. */
export type OnConflict = 'replace' | 'newer';

/**
 * D1 takes no text of more than 2 MB, and a character may be up to three bytes.
 * https://developers.cloudflare.com/d1/platform/limits/
 */
const PARAMETER_LENGTH = 600_000;

/**
 * Writes many rows in few statements, none where there are no rows: they travel as JSON, since D1 takes
 * no more than a hundred parameters. With `newer` a batch may be sent any number of times and in any
 * order; what changes nothing is not written, and not charged.
 *
 * @param rows objects keyed by column name; columns they lack become null.
 */
export function upsertRows(
  d1: D1Database,
  table: SQLiteTable,
  rows: readonly Readonly<Record<string, unknown>>[],
  onConflict: OnConflict,
): D1PreparedStatement[] {
  const { name, columns, primaryKeys } = getTableConfig(table);
  const names = columns.map((column) => column.name);
  const keys =
    primaryKeys[0]?.columns.map((column) => column.name) ??
    columns.filter((column) => column.primary).map((column) => column.name);
  const replaced = names
    .filter((column) => !keys.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const resolution = {
    replace: `DO UPDATE SET ${replaced.join(', ')}`,
    newer: `DO UPDATE SET ${replaced.join(', ')} WHERE excluded.rev > ${name}.rev`,
  }[onConflict];
  const statement = d1.prepare(
    `INSERT INTO ${name} (${names.join(', ')})
     SELECT ${names.map((column) => `value ->> '$.${column}'`).join(', ')}
     FROM json_each(?) WHERE true
     ON CONFLICT (${keys.join(', ')}) ${resolution}`,
  );
  return jsonPortions(rows).map((portion) => statement.bind(portion));
}

/** The rows as JSON lists, none longer than a parameter may be unless a single row is. */
function jsonPortions(rows: readonly object[]): string[] {
  const portions: string[][] = [];
  let room = 0;
  for (const row of rows.map((value) => JSON.stringify(value))) {
    if (row.length > room) {
      portions.push([]);
      room = PARAMETER_LENGTH;
    }
    portions.at(-1)?.push(row);
    room -= row.length + 1;
  }
  return portions.map((portion) => `[${portion.join(',')}]`);
}
