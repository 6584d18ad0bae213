/** Of the object's storage and of D1 alike: tables of ours, without the platform's own. */
export const OWN_TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'";

function ownTables(sql: SqlStorage): string[] {
  const tables = sql.exec<{ name: string }>(OWN_TABLES).toArray();
  return tables.map(({ name }) => name);
}

/** Every row of every table, by the table's name. */
export function dumpOwnTables(sql: SqlStorage): [name: string, rows: unknown[]][] {
  return ownTables(sql).map((name) => [name, sql.exec(`SELECT * FROM "${name}"`).toArray()]);
}

export function dropOwnTables(sql: SqlStorage): void {
  for (const name of ownTables(sql)) sql.exec(`DROP TABLE "${name}"`);
}
