import { InventoryStore } from './inventory-store.ts';
import { Meta } from './meta.ts';
import { migrate } from './migrations.ts';
import { Outbox } from './outbox.ts';
import { Revisions } from './revisions.ts';
import { PoolStore } from './store.ts';
import { type Noted, Unsent } from './unsent.ts';
import { Utilisation } from './utilisation.ts';

/** The object's tables, each with the part that answers for it. */
export type PoolTables = {
  readonly sql: SqlStorage;
  readonly inventory: InventoryStore;
  readonly store: PoolStore;
  readonly utilisation: Utilisation;
  readonly unsent: Unsent;
  readonly outbox: Outbox;
  readonly note: (changed: Noted) => void;
  /** A transaction was undone: what the parts remember of their own writes is read again. */
  undone(): void;
};

/** Brings the tables up to date and opens them. */
export function openTables(sql: SqlStorage, db: D1Database): PoolTables {
  migrate(sql);
  const meta = new Meta(sql);
  const revisions = new Revisions(meta);
  const unsent = new Unsent(sql, meta);
  const note = (changed: Noted) => unsent.note(changed);
  const inventory = new InventoryStore(sql, meta);
  return {
    sql,
    inventory,
    store: new PoolStore(sql, revisions, note),
    utilisation: new Utilisation(sql, revisions, note),
    unsent,
    outbox: new Outbox(sql, db, unsent, revisions),
    note,
    undone: () => {
      revisions.undone();
      unsent.undone();
      inventory.reread();
    },
  };
}
