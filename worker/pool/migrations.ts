/**
 * The object's own schema, append-only: a released entry is never edited, a change is a new entry.
 *
 * WITHOUT ROWID throughout: with a text primary key an insert then writes one row, not two.
 */
export const MIGRATIONS: readonly string[] = [
  `
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
  `,
  `
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
  `,
  `
  -- Calls of one caller, by the hash of the number, for spam.
  ALTER TABLE calls ADD COLUMN caller TEXT;   -- null: withheld, or erased
  UPDATE calls SET caller = summary ->> '$.caller.hash' WHERE json_valid(summary);
  CREATE INDEX calls_by_caller ON calls (caller, id) WHERE caller IS NOT NULL;
  ALTER TABLE calls ADD COLUMN spam TEXT;     -- JSON; null: of before it was asked for

  -- What the owner said of callers, as in Callers.
  CREATE TABLE caller_words (
    caller TEXT PRIMARY KEY,
    spam INTEGER,                   -- null: nothing said
    blocked INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- Text messages.
  CREATE TABLE messages (
    provider TEXT NOT NULL,
    provider_message_id TEXT NOT NULL,
    id TEXT NOT NULL,
    message TEXT NOT NULL,          -- JSON, sealed
    match TEXT NOT NULL,            -- JSON
    rev INTEGER NOT NULL,
    PRIMARY KEY (provider, provider_message_id)
  ) WITHOUT ROWID;
  CREATE INDEX messages_by_rev ON messages (rev);
  `,
  `
  CREATE TABLE news (               -- as in News
    subject_id TEXT NOT NULL,       -- of the call or message; empty for an alert
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    rev INTEGER NOT NULL,           -- of the call or message, which D1 has to have by then
    outcome TEXT NOT NULL,          -- of the call, as it is told; else empty
    alert TEXT,                     -- JSON
    due_at INTEGER,                 -- null: handed over
    PRIMARY KEY (subject_id, id)
  ) WITHOUT ROWID;
  CREATE INDEX news_due ON news (due_at) WHERE due_at IS NOT NULL;

  CREATE TABLE signature_alerts (   -- as in Signatures
    provider TEXT PRIMARY KEY,
    refused INTEGER NOT NULL,
    since INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    raised_at INTEGER NOT NULL,
    open INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  `
  -- What calls are matched by: others to the same number, and what was learned from all of them.
  ALTER TABLE calls ADD COLUMN number TEXT;
  UPDATE calls SET number = summary ->> '$.number' WHERE json_valid(summary);
  CREATE INDEX calls_by_number ON calls (number, id) WHERE number IS NOT NULL;
  ALTER TABLE calls ADD COLUMN evidence TEXT;    -- JSON, as StoredEvidence; null: nothing to be learned
  ALTER TABLE calls ADD COLUMN correction TEXT;  -- JSON, as Correction; null: the owner said nothing

  CREATE TABLE curves (             -- as in Curves
    version INTEGER PRIMARY KEY,
    learned_at INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    curve TEXT NOT NULL             -- JSON
  ) WITHOUT ROWID;
  `,
  `
  CREATE TABLE given_phones (       -- as in GivenPhones
    caller TEXT PRIMARY KEY,
    visitor_id TEXT NOT NULL,
    given_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  `,
  // As in Nonces.
  'CREATE TABLE nonces (at INTEGER, nonce TEXT, PRIMARY KEY (at, nonce)) WITHOUT ROWID',
];
