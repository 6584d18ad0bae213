/**
 * What has been written since the process began, as the platform would bill it: the storages' own
 * counters, in which every index counts as a row, and one row for each alarm that is set.
 * https://developers.cloudflare.com/durable-objects/platform/pricing/
 */
const written = { objectRows: 0, alarms: 0, d1Rows: 0 };
/** The last statement of each storage: it knows what it wrote only once it has been read to its end. */
const last = new Map<SqlStorage, { readonly rowsWritten: number }>();

export function readMeter(): Readonly<typeof written> {
  for (const sql of last.keys()) settle(sql);
  return { ...written };
}

export function countAlarm(): void {
  written.alarms += 1;
}

export function countD1(results: readonly D1Result[]): void {
  for (const { meta } of results) written.d1Rows += meta.rows_written;
}

/** The storage, its writes counted. */
export function countRowsWritten(sql: SqlStorage): SqlStorage {
  const exec = (query: string, ...bindings: unknown[]) => {
    settle(sql);
    const cursor = sql.exec(query, ...bindings);
    last.set(sql, cursor);
    return cursor;
  };
  return new Proxy(sql, {
    get(target, property) {
      if (property === 'exec') return exec;
      const value = Reflect.get(target, property, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function settle(sql: SqlStorage): void {
  written.objectRows += last.get(sql)?.rowsWritten ?? 0;
  last.delete(sql);
}
