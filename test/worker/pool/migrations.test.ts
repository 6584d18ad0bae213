import { env, runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../worker/domain/time.ts';
import { makeId } from '../../../worker/keys/make-id.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { migrate } from '../../../worker/pool/migrate.ts';
import { MIGRATIONS } from '../../../worker/pool/migrations.ts';
import { firstSwap, visit } from '../support/browser.ts';
import { definePool, makeSite, numbers, TARGET, type TestSite } from '../support/make-site.ts';
import { dropOwnTables } from '../support/own-tables.ts';
import { drain, evict, ownRows, poolOf } from '../support/pool.ts';
import { poolVisit } from '../support/pool-visit.ts';
import { readAll } from '../support/read-reports.ts';
import {
  addFirstCall,
  addFirstSession,
  FIRST_CALL,
  FIRST_CALLER,
  layFirstTables,
} from './first-tables.ts';

const NUMBERS = numbers(2);
const [HELD = '', FREE = ''] = NUMBERS;
const REMOVED = '+33199002999';

let site: TestSite;
let version: number;
/** One who was here an hour ago, and one who is here now, with a number each. */
let gone: { id: string; visitorId: string; leaseId: string; startedAt: number };
let present: typeof gone;

/** A visitor of so many minutes ago. */
function visitorOf(minutesAgo: number): typeof gone {
  const startedAt = localClock.now() - minutesAgo * MINUTE;
  const [id = '', visitorId = '', leaseId = ''] = [0, 0, 0].map(() => makeId(startedAt));
  return { id, visitorId, leaseId, startedAt };
}

/** An object of the first version, with two sessions and a call on their way to D1, wakes up as today's. */
beforeEach(async () => {
  site = await makeSite(definePool(NUMBERS.length));
  version = (await poolOf(site).status()).inventoryVersion;
  gone = visitorOf(60);
  present = visitorOf(2);
  // Lest an alarm of today's looks for its tables in between.
  await drain(site);
  await runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
    layFirstTables(sql, { siteId: site.id, version, numbers: NUMBERS, removed: REMOVED });
    for (const [visitor, number, rev] of [
      [gone, REMOVED, 7],
      [present, HELD, 3],
    ] as const) {
      const lastSeenAt = visitor.startedAt + MINUTE;
      addFirstSession(sql, { ...visitor, number, lastSeenAt, rev });
    }
    const at = gone.startedAt + MINUTE;
    addFirstCall(sql, { id: makeId(at), number: REMOVED, sessionId: gone.id, at });
  });
  await evict(site);
});

const known = (of: typeof gone) =>
  poolVisit({ inventoryVersion: version, visitorId: of.visitorId, sessionId: of.id });

/** The worker brings the inventory with the next visit. */
const bringInventory = () => visit(site);

describe('an object of the first version', () => {
  it('has every table of today', async () => {
    const columns = `
      SELECT m.type, m.name, c.name AS column, c.type AS holds, c."notnull" AS required, c.pk
      FROM sqlite_master AS m LEFT JOIN pragma_table_info(m.name) AS c
      WHERE m.name NOT LIKE '\\_cf\\_%' ESCAPE '\\' ORDER BY m.name, c.cid`;
    const ofNew = await runInDurableObject(
      env.POOL.get(env.POOL.idFromName('a new object')),
      (_, { storage: { sql } }) => sql.exec(columns).toArray(),
    );
    expect(await ownRows(site, columns)).toEqual(ofNew);
  });

  it('asks for the inventory anew: it says more than it did then', async () => {
    expect(await poolOf(site).visit(known(present))).toEqual({
      ok: false,
      code: 'inventory_behind',
    });
    await bringInventory();
    expect((await poolOf(site).status()).inventoryVersion).toBe(version);
  });

  it('goes on with the session of a visitor who is there, on the same number', async () => {
    await bringInventory();
    expect(await poolOf(site).visit(known(present))).toMatchObject({
      ok: true,
      sessionId: present.id,
      leases: [{ target: TARGET, number: HELD, grade: 'own' }],
    });
  });

  it('leases nobody a number that is still held', async () => {
    const [first, second] = [await visit(site), await visit(site)].map(firstSwap);
    expect(first?.number.e164).toBe(FREE);
    expect(second?.grade).toBe('none');
  });

  it('keeps what is told of a session from before', async () => {
    const tap = { id: 'tap-1', ageMs: 0, type: 'tap', number: HELD } as const;
    expect(await poolOf(site).events({ sessionId: present.id, events: [tap] })).toEqual({
      ok: true,
    });
    const session = (await readAll(site, 'sessions')).find(({ id }) => id === present.id);
    expect(session).toMatchObject({ source: 'google', medium: 'cpc', campaign: 'spring' });
    expect(session?.journey.map(({ type }) => type)).toEqual(['page', 'tap']);
  });

  it('matches calls by the history from before', async () => {
    await bringInventory();
    const at = gone.startedAt + MINUTE;
    const reply = await poolOf(site).call({
      inventoryVersion: version,
      provider: 'generic',
      providerCallId: 'pbx-2',
      events: [
        { id: 'incoming', at, clock: 'arrival', number: REMOVED, step: { type: 'received' } },
      ],
    });
    expect(reply).toMatchObject({ match: { sessionId: gone.id, band: 'high' } });
  });

  it('knows the calls from before: the same news again changes nothing', async () => {
    await bringInventory();
    const before = await ownRows(site, 'SELECT * FROM calls');
    const at = gone.startedAt + MINUTE;
    await poolOf(site).call({
      inventoryVersion: version,
      provider: 'generic',
      providerCallId: FIRST_CALL,
      events: [
        {
          id: 'incoming',
          at,
          clock: 'arrival',
          number: REMOVED,
          caller: FIRST_CALLER,
          step: { type: 'received' },
        },
      ],
    });
    expect(await ownRows(site, 'SELECT * FROM calls')).toEqual(before);
  });

  it('finds the calls of a caller from before', async () => {
    const ofCaller = `SELECT provider_call_id AS id FROM calls WHERE caller = '${FIRST_CALLER.hash}'`;
    expect(await ownRows(site, ofCaller)).toEqual([{ id: FIRST_CALL }]);
  });

  it('knows a number that was removed, and does not lease it', async () => {
    expect(await poolOf(site).numbers()).toContainEqual(
      expect.objectContaining({ number: REMOVED, pool: null, phase: 'quarantined' }),
    );
  });
});

describe('D1, after the upgrade', () => {
  const idsOf = async (list: 'sessions' | 'leases' | 'calls') =>
    (await readAll(site, list)).map(({ id }) => id).sort();

  it('gets everything that the object has', async () => {
    expect(await idsOf('sessions')).toEqual([gone.id, present.id].sort());
    expect(await idsOf('leases')).toEqual([gone.leaseId, present.leaseId].sort());
    expect(await readAll(site, 'calls')).toMatchObject([
      { providerCallId: FIRST_CALL, outcome: 'missed', match: { session: gone.id } },
    ]);
  });

  it('gets nothing twice', async () => {
    await drain(site);
    await poolOf(site).resend();
    expect(await idsOf('sessions')).toHaveLength(2);
    expect(await idsOf('leases')).toHaveLength(2);
    expect(await idsOf('calls')).toHaveLength(1);
  });

  it('takes what changes for newer than anything that it was sent before', async () => {
    await drain(site);
    const before = env.DB.prepare('SELECT max(rev) AS rev FROM sessions WHERE site_id = ?');
    const rev = Number(await before.bind(site.id).first('rev'));
    const tap = { id: 'tap-1', ageMs: 0, type: 'tap', number: HELD } as const;
    await poolOf(site).events({ sessionId: gone.id, events: [tap] });
    await drain(site);
    const row = env.DB.prepare('SELECT rev, journey FROM sessions WHERE id = ?').bind(gone.id);
    const after = await row.first<{ rev: number; journey: string }>();
    expect(rev).toBe(7);
    expect(after?.rev).toBeGreaterThan(rev);
    expect(after?.journey).toContain('tap-1');
  });
});

/** The calls of an object whose schema is the first so many entries, before it is upgraded and after. */
function callsUpgradedFrom(entries: number, insert: string) {
  const object = env.POOL.get(env.POOL.idFromName(`an object of ${entries} entries`));
  return runInDurableObject(object, (_, { storage: { sql } }) => {
    dropOwnTables(sql);
    for (const entry of MIGRATIONS.slice(0, entries)) sql.exec(entry);
    sql.exec('CREATE TABLE migrations (version INTEGER PRIMARY KEY)');
    sql.exec('INSERT INTO migrations (version) VALUES (?)', entries);
    sql.exec(insert);
    const calls = () => sql.exec('SELECT * FROM calls ORDER BY id').toArray();
    const before = calls();
    migrate(sql);
    return { before, after: calls() };
  });
}

it('an object whose calls had no row ids keeps all that is known of them', async () => {
  const { before, after } = await callsUpgradedFrom(
    8,
    `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, rev, rung, caller, spam, number,
                        evidence, correction)
     VALUES ('twilio', 'b', '2', 'events', 'summary', 'match', 7, 'rung', 'caller', 'spam', 'number', 'evidence', 'said'),
            ('twilio', 'a', '3', 'events', 'summary', 'match', 8, null, null, null, null, null, null),
            ('plivo', 'b', '1', '', '', '', 9, null, 'another', '', '', '', '')`,
  );
  expect(before).toHaveLength(3);
  expect(after).toEqual(before);
});

it('an object of today is left as it is', async () => {
  const before = await ownRows(site, 'SELECT * FROM leases');
  await runInDurableObject(poolOf(site), (_, { storage: { sql } }) => migrate(sql));
  expect(await ownRows(site, 'SELECT * FROM leases')).toEqual(before);
});
