export const spam = `
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
`;
