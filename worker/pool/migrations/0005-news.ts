export const news = `
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
`;
