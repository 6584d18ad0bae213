/** Single values of the object, by key. */
export class Meta {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(key: string): string | undefined {
    const rows = this.#sql.exec<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
    return rows.toArray()[0]?.value;
  }

  set(key: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
  }
}
