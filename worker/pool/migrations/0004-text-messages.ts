export const textMessages = `
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
`;
