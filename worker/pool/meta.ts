/** Single values of the object, by key. Asked for on every visit and call, so remembered. */
export class Meta {
  readonly #sql: SqlStorage;
  readonly #known = new Map<string, string | undefined>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  get(key: string): string | undefined {
    if (!this.#known.has(key)) {
      const rows = this.#sql.exec<{ value: string }>('SELECT value FROM meta WHERE key = ?', key);
      this.#known.set(key, rows.toArray()[0]?.value);
    }
    return this.#known.get(key);
  }

  set(key: string, value: string): void {
    this.#sql.exec(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      key,
      value,
    );
    this.#known.set(key, value);
  }

  /** A transaction was undone: what is remembered may be wrong. */
  reread(): void {
    this.#known.clear();
  }
}
