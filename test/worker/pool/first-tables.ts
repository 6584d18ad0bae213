import type { EpochMs } from '../../../worker/domain/time.ts';
import { TARGET } from '../support/make-site.ts';
import { dropOwnTables } from '../support/own-tables.ts';

/** The object's tables as its first version made them. A released version never changes, so neither do these. */
const FIRST_TABLES = `
  CREATE TABLE migrations (version INTEGER PRIMARY KEY);
  INSERT INTO migrations (version) VALUES (1);
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE numbers (
    number TEXT PRIMARY KEY, pool TEXT, position INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, visitor_id TEXT NOT NULL, view TEXT, started_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL, grade TEXT NOT NULL, touch TEXT NOT NULL, place TEXT NOT NULL,
    journey TEXT NOT NULL, numbers TEXT NOT NULL, rev INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE leases (
    id TEXT PRIMARY KEY, session_id TEXT NOT NULL, visitor_id TEXT NOT NULL, number TEXT NOT NULL,
    target TEXT NOT NULL, pool TEXT NOT NULL, grade TEXT NOT NULL, started_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL, ended_at INTEGER, hold_seconds INTEGER NOT NULL, rev INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE INDEX leases_by_number ON leases (number, started_at);
  CREATE TABLE calls (
    provider TEXT NOT NULL, provider_call_id TEXT NOT NULL, id TEXT NOT NULL, events TEXT NOT NULL,
    summary TEXT NOT NULL, match TEXT NOT NULL, rev INTEGER NOT NULL,
    PRIMARY KEY (provider, provider_call_id)
  ) WITHOUT ROWID;
  CREATE TABLE outbox (
    entity TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL, PRIMARY KEY (entity, id)
  ) WITHOUT ROWID;
`;

type FirstPool = {
  readonly siteId: string;
  readonly version: number;
  readonly numbers: readonly string[];
  /** A number that was removed before the upgrade. */
  readonly removed: string;
};

/** Puts the first version's tables in place of an object's own, as if it had never been upgraded. */
export function layFirstTables(
  sql: SqlStorage,
  { siteId, version, numbers, removed }: FirstPool,
): void {
  dropOwnTables(sql);
  sql.exec(FIRST_TABLES);
  const meta = {
    site: siteId,
    inventory: String(version),
    pools: JSON.stringify([{ name: 'website', holdSeconds: 300 }]),
    static: '{}',
  };
  for (const [key, value] of Object.entries(meta)) {
    sql.exec('INSERT INTO meta (key, value) VALUES (?, ?)', key, value);
  }
  for (const [position, number] of numbers.entries()) {
    sql.exec('INSERT INTO numbers VALUES (?, ?, ?)', number, 'website', position);
  }
  sql.exec('INSERT INTO numbers VALUES (?, NULL, ?)', removed, numbers.length);
}

type FirstSession = {
  readonly id: string;
  readonly visitorId: string;
  readonly leaseId: string;
  readonly number: string;
  readonly startedAt: EpochMs;
  readonly lastSeenAt: EpochMs;
  readonly rev: number;
};

/** A session with one lease, as the first version wrote them: two rows, and both noted for D1. */
export function addFirstSession(sql: SqlStorage, session: FirstSession): void {
  const { id, visitorId, leaseId, number, startedAt, lastSeenAt, rev } = session;
  sql.exec(
    'INSERT INTO sessions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    visitorId,
    `view of ${id}`,
    startedAt,
    lastSeenAt,
    'own',
    JSON.stringify(TOUCH),
    JSON.stringify({ country: 'FR', region: null }),
    JSON.stringify([{ id: `view of ${id}`, at: startedAt, type: 'page', url: PAGE }]),
    JSON.stringify({ [TARGET]: number }),
    rev,
  );
  sql.exec(
    'INSERT INTO leases VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    leaseId,
    id,
    visitorId,
    number,
    TARGET,
    'website',
    'own',
    startedAt,
    lastSeenAt,
    null,
    300,
    rev,
  );
  sql.exec("INSERT INTO outbox VALUES ('session', ?, ?), ('lease', ?, ?)", id, rev, leaseId, rev);
}

/** The provider's id of the call. */
export const FIRST_CALL = 'pbx-1';
export const FIRST_CALLER = { hash: 'first-caller', sealed: 'sealed' };

/** A call that nobody picked up, matched to a session; matches had no candidates then. */
export function addFirstCall(
  sql: SqlStorage,
  call: Pick<FirstSession, 'id' | 'number'> & { readonly sessionId: string; readonly at: EpochMs },
): void {
  const { id, number, sessionId, at } = call;
  const events = [
    {
      id: 'incoming',
      at,
      clock: 'arrival',
      number,
      caller: FIRST_CALLER,
      step: { type: 'received' },
    },
    {
      id: 'dialled',
      at: at + 9_000,
      clock: 'arrival',
      step: { type: 'dialled', result: 'no-answer' },
    },
  ];
  const summary = {
    number,
    caller: FIRST_CALLER,
    forwardedFrom: null,
    startedAt: at,
    startedClock: 'arrival',
    answeredAt: null,
    endedAt: at + 9_000,
    outcome: 'missed',
    ringSeconds: 9,
    talkSeconds: null,
    totalSeconds: 9,
  };
  const match = {
    sessionId,
    band: 'high',
    confidence: 0.97,
    reasons: ['Only visitor holding the number, on the site at the time.'],
    staticSource: null,
  };
  sql.exec(
    'INSERT INTO calls VALUES (?, ?, ?, ?, ?, ?, ?)',
    'generic',
    FIRST_CALL,
    id,
    JSON.stringify(events),
    JSON.stringify(summary),
    JSON.stringify(match),
    1,
  );
}

const PAGE = 'https://www.example.com/';

const TOUCH = {
  channel: 'Paid Search',
  source: 'google',
  medium: 'cpc',
  campaign: 'spring',
  term: null,
  content: null,
  campaignId: null,
  clickIds: {},
  referrer: null,
  landingPage: PAGE,
  campaignKey: 'google cpc spring',
};
