export const sessionsInLeases = `
-- One row written for a session and the lease it begins with, not two: the session is a column of that
-- lease, whose id it shares. By number and time, as calls ask; an id alone is looked for under every number.
DROP INDEX leases_by_number;
ALTER TABLE leases RENAME TO former_leases;
ALTER TABLE sessions RENAME TO former_sessions;
CREATE TABLE leases (
  number TEXT NOT NULL,           -- '' in the row of a session that began without one
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  target TEXT,                    -- this and the rest of the lease: null where there is none
  pool TEXT,
  grade TEXT,
  ended_at INTEGER,               -- null: it runs out by itself
  hold_seconds INTEGER,
  shared_at INTEGER,              -- null: never shared
  session TEXT,                   -- JSON; null for a further lease of a session
  PRIMARY KEY (number, id)
) WITHOUT ROWID;
INSERT INTO leases
  SELECT number, id, rev, session_id, visitor_id, started_at, last_seen_at, target, pool, grade,
         ended_at, hold_seconds, NULL, NULL FROM former_leases;
INSERT INTO leases
  SELECT '', id, rev, id, visitor_id, started_at, last_seen_at, NULL, NULL, NULL, NULL, NULL, NULL,
         json_object('view', view, 'lastSeenAt', last_seen_at, 'grade', grade, 'touch', json(touch),
           'place', json(place), 'journey', json(journey), 'numbers', json(numbers))
  FROM former_sessions;
DROP TABLE former_leases;
DROP TABLE former_sessions;
-- Leases of the match window before, as in LeaseTables.
CREATE TABLE former_leases (
  number TEXT NOT NULL,
  id TEXT NOT NULL,
  rev INTEGER NOT NULL,
  session_id TEXT NOT NULL,
  visitor_id TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  last_seen_at INTEGER NOT NULL,
  target TEXT,
  pool TEXT,
  grade TEXT,
  ended_at INTEGER,
  hold_seconds INTEGER,
  shared_at INTEGER,
  session TEXT,
  PRIMARY KEY (number, id)
) WITHOUT ROWID;

-- Revisions count for the whole object now. What has a higher one than D1 was last known to have is on
-- its way there, which makes the rows their own outbox. From here all is sent once more.
INSERT INTO meta SELECT 'rev', CAST(max(1000000, ifnull(max(rev), 0) + 1) AS TEXT) FROM leases;
DROP TABLE outbox;
CREATE INDEX calls_by_rev ON calls (rev);
-- A call in progress keeps its number from being leased.
ALTER TABLE calls ADD COLUMN rung TEXT;  -- number, while the call goes on
CREATE INDEX calls_in_progress ON calls (rung) WHERE rung IS NOT NULL;

-- Pools have more settings than are stored here: with none applied, the inventory is given anew.
DELETE FROM meta WHERE key = 'inventory';
ALTER TABLE numbers ADD COLUMN removed_at INTEGER;
ALTER TABLE numbers ADD COLUMN former_shard INTEGER;          -- where its earlier leases are
ALTER TABLE numbers ADD COLUMN arriving INTEGER NOT NULL DEFAULT 0;  -- 1: that shard has not let go yet
ALTER TABLE numbers ADD COLUMN arrived_at INTEGER;            -- when it last did
ALTER TABLE numbers ADD COLUMN released INTEGER NOT NULL DEFAULT 0;  -- inventory by which another shard leases it; 0: none
-- When a number was removed before is not known here.
UPDATE numbers SET removed_at = CAST(unixepoch() AS INTEGER) * 1000 WHERE pool IS NULL;
ALTER TABLE numbers ADD COLUMN place INTEGER NOT NULL DEFAULT 0;  -- as in Places
UPDATE numbers SET place = ranked.place
  FROM (SELECT number AS n, row_number() OVER (ORDER BY number) AS place FROM numbers) AS ranked
  WHERE numbers.number = ranked.n;

CREATE TABLE call_homes (         -- as in CallHomes
  provider TEXT NOT NULL,
  provider_call_id TEXT NOT NULL,
  shard INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (provider, provider_call_id)
) WITHOUT ROWID;

CREATE TABLE pool_hours (
  pool TEXT NOT NULL,
  hour INTEGER NOT NULL,
  counts TEXT NOT NULL,           -- JSON
  rev INTEGER NOT NULL,
  PRIMARY KEY (pool, hour)
) WITHOUT ROWID;

-- Who is to be forgotten in D1 too.
CREATE TABLE erasures (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) WITHOUT ROWID;

-- Rows that D1 refuses for what they are.
CREATE TABLE set_aside (
  entity TEXT NOT NULL,
  key TEXT NOT NULL,
  rev INTEGER NOT NULL,
  error TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (entity, key)
) WITHOUT ROWID;
`;
