export const givenPhones = `
CREATE TABLE given_phones (       -- as in GivenPhones
  caller TEXT PRIMARY KEY,
  visitor_id TEXT NOT NULL,
  given_at INTEGER NOT NULL
) WITHOUT ROWID;
`;
