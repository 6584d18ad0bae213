export const nonces = `
CREATE TABLE nonces (             -- as in Nonces
  at INTEGER,
  nonce TEXT,
  PRIMARY KEY (at, nonce)
) WITHOUT ROWID;
`;
