/** Persons who are being erased: until D1 has forgotten them, too, somebody may still say something of them. */
export function isBeingErased(sql: SqlStorage, kind: 'visitor' | 'caller', key: string): boolean {
  const erasure = 'SELECT 1 FROM erasures WHERE kind = ? AND key = ?';
  return sql.exec(erasure, kind, key).toArray().length > 0;
}
