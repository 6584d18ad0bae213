/** WITHOUT ROWID: with a text primary key an insert then writes one row, not two. */
export const firstTables = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE numbers (
  number TEXT PRIMARY KEY,
  pool TEXT,                      -- null: removed; it still forwards and matches, and is not leased
  position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  visitor_id TEXT NOT NULL,
  view TEXT,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  grade TEXT NOT NULL,
  touch TEXT NOT NULL,            -- JSON
  place TEXT NOT NULL,            -- JSON
  journey TEXT NOT NULL,          -- JSON
  numbers TEXT NOT NULL,          -- JSON: target -> leased number
  rev INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE leases (
  id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  number TEXT NOT NULL,
  target TEXT NOT NULL,
  pool TEXT NOT NULL,
  grade TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  ended_at INTEGER,               -- null: it runs out by itself
  hold_seconds INTEGER NOT NULL,
  rev INTEGER NOT NULL
) WITHOUT ROWID;
-- The one question the call path asks: who held this number, latest first.
CREATE INDEX leases_by_number ON leases (number, started_at);

CREATE TABLE calls (
  provider TEXT NOT NULL,
  provider_call_id TEXT NOT NULL,
  id TEXT NOT NULL,
  events TEXT NOT NULL,           -- JSON
  summary TEXT NOT NULL,          -- JSON, derived from events
  match TEXT NOT NULL,            -- JSON
  rev INTEGER NOT NULL,
  PRIMARY KEY (provider, provider_call_id)
) WITHOUT ROWID;

-- What D1 does not have yet: the key of the changed row and its revision. Changes to one row between
-- two drains travel as one.
CREATE TABLE outbox (
  entity TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  PRIMARY KEY (entity, id)
) WITHOUT ROWID;
`;
