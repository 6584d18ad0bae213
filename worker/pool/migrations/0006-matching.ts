export const matching = `
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
`;
