import { firstTables } from './migrations/0001-first-tables.ts';
import { sessionsInLeases } from './migrations/0002-sessions-in-leases.ts';
import { spam } from './migrations/0003-spam.ts';
import { textMessages } from './migrations/0004-text-messages.ts';
import { news } from './migrations/0005-news.ts';
import { matching } from './migrations/0006-matching.ts';
import { givenPhones } from './migrations/0007-given-phones.ts';
import { nonces } from './migrations/0008-nonces.ts';
import { callsByRow } from './migrations/0009-calls-by-row.ts';

/** The object's own schema, append-only: a released entry is never edited, a change is a new entry. */
export const MIGRATIONS: readonly string[] = [
  firstTables,
  sessionsInLeases,
  spam,
  textMessages,
  news,
  matching,
  givenPhones,
  nonces,
  callsByRow,
];
