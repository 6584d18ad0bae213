/**
 * Calls with a row id, for theirs are long rows: without one SQLite keeps a table as an index, in which whatever is
 * longer than a quarter of a page lies on pages of its own, written with every call and read with every question.
 */
export const callsByRow = `
ALTER TABLE calls RENAME TO former_calls;
CREATE TABLE calls (
  provider TEXT NOT NULL,
  provider_call_id TEXT NOT NULL,
  id TEXT NOT NULL,
  events TEXT NOT NULL,           -- JSON
  summary TEXT NOT NULL,          -- JSON, derived from events
  match TEXT NOT NULL,            -- JSON
  rev INTEGER NOT NULL,
  rung TEXT,                      -- number, while the call goes on
  caller TEXT,                    -- null: withheld, or erased
  spam TEXT,                      -- JSON; null: of before it was asked for
  number TEXT,
  evidence TEXT,                  -- JSON, as StoredEvidence; null: nothing to be learned
  correction TEXT,                -- JSON, as Correction; null: the owner said nothing
  PRIMARY KEY (provider, provider_call_id)
);
INSERT INTO calls
  SELECT provider, provider_call_id, id, events, summary, match, rev, rung, caller, spam, number, evidence, correction
  FROM former_calls;  -- as they lie: to sort them would need the memory of all
DROP TABLE former_calls;
CREATE INDEX calls_by_rev ON calls (rev);
CREATE INDEX calls_in_progress ON calls (rung) WHERE rung IS NOT NULL;
CREATE INDEX calls_by_caller ON calls (caller, id) WHERE caller IS NOT NULL;
CREATE INDEX calls_by_number ON calls (number, id) WHERE number IS NOT NULL;
`;
