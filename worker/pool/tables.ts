import { CallHistory } from './call-history.ts';
import { CallHomes } from './call-homes.ts';
import { CallTable } from './call-table.ts';
import { Callers } from './callers.ts';
import { Curves } from './curves.ts';
import { GivenPhones } from './given-phones.ts';
import { InventoryStore } from './inventory-store.ts';
import { LeaseTables } from './lease-tables.ts';
import { Meta } from './meta.ts';
import { migrate } from './migrate.ts';
import { News } from './news.ts';
import { Nonces } from './nonces.ts';
import { Outbox } from './outbox.ts';
import { Revisions } from './revisions.ts';
import { Signatures } from './signatures.ts';
import { PoolStore } from './store.ts';
import { TextMessages } from './text-messages.ts';
import { type Noted, Unsent } from './unsent.ts';
import { Utilisation } from './utilisation.ts';

/** The object's tables, each with the part that answers for it. */
export type PoolTables = {
  readonly sql: SqlStorage;
  readonly inventory: InventoryStore;
  readonly leaseTables: LeaseTables;
  readonly store: PoolStore;
  readonly calls: CallTable;
  readonly callHomes: CallHomes;
  readonly callHistory: CallHistory;
  readonly curves: Curves;
  readonly callers: Callers;
  readonly givenPhones: GivenPhones;
  readonly messages: TextMessages;
  readonly news: News;
  readonly nonces: Nonces;
  readonly signatures: Signatures;
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
  const leaseTables = new LeaseTables(sql, meta);
  const unsent = new Unsent(sql, meta);
  const note = (changed: Noted) => unsent.note(changed);
  const inventory = new InventoryStore(sql, meta);
  const curves = new Curves(sql);
  const news = new News(sql, revisions);
  const nonces = new Nonces(sql);
  const signatures = new Signatures(sql);
  return {
    sql,
    inventory,
    leaseTables,
    store: new PoolStore(sql, leaseTables, inventory.places, revisions, note),
    calls: new CallTable(sql, revisions, note),
    callHomes: new CallHomes(sql),
    callHistory: new CallHistory(sql),
    curves,
    callers: new Callers(sql, inventory),
    givenPhones: new GivenPhones(sql),
    messages: new TextMessages(sql, revisions, note),
    news,
    nonces,
    signatures,
    utilisation: new Utilisation(sql, revisions, note),
    unsent,
    outbox: new Outbox(sql, db, unsent, revisions),
    note,
    undone: () => {
      // First, for the others read it.
      meta.reread();
      revisions.undone();
      unsent.undone();
      inventory.reread();
      curves.reread();
      news.reread();
      nonces.reread();
      signatures.reread();
    },
  };
}
