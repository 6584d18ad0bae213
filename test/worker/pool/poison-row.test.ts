import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain, evict, ownRows, poolOf } from '../support/pool.ts';
import { poolVisit } from '../support/pool-visit.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

const [NUMBER = ''] = numbers(1);
const GOOD = 300;

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

const statusOf = (site: TestSite) => poolOf(site).status();

async function d1Ids(site: TestSite, table: 'sessions' | 'calls'): Promise<string[]> {
  const { results } = await env.DB.prepare(`SELECT id FROM ${table} WHERE site_id = ?`)
    .bind(site.id)
    .all<{ id: string }>();
  return results.map(({ id }) => id).sort();
}

/** Writes into one of the object's own tables what no request could. */
function spoil(site: TestSite, query: string, ...bindings: string[]): Promise<void> {
  return runInDurableObject(poolOf(site), (_, { storage }) => {
    storage.sql.exec(query, ...bindings);
  });
}

/** Three hundred sessions on their way to D1 and, among them, one more: its id, and its row as it was. */
async function manyAndOne() {
  const site = await makeSite();
  await breakDown({ d1: true });
  const pool = poolOf(site);
  const visits = Array.from({ length: GOOD + 1 }, () => pool.visit(poolVisit()));
  const ids = (await Promise.all(visits)).flatMap((reply) => (reply.ok ? reply.sessionId : []));
  const poison = ids[123] ?? '';
  const rows = await ownRows<{ id: string; session: string }>(
    site,
    'SELECT id, session FROM leases',
  );
  await mendAll();
  return {
    site,
    poison,
    others: ids.filter((id) => id !== poison).sort(),
    session: rows.find(({ id }) => id === poison)?.session ?? '',
  };
}

describe.each([
  ['cannot be read', "SET session = '{'"],
  ['lacks what every session has', "SET session = json_remove(session, '$.touch')"],
  ['D1 refuses for what it lacks', "SET session = json_remove(session, '$.grade')"],
])('a row that %s', (_what, spoiling) => {
  async function drained() {
    const made = await manyAndOne();
    await spoil(made.site, `UPDATE leases ${spoiling} WHERE id = ?`, made.poison);
    await drain(made.site);
    return made;
  }

  it('holds up no other: all the others arrive', async () => {
    const { site, others } = await drained();
    expect(await d1Ids(site, 'sessions')).toEqual(others);
  });

  it('is set aside and shown, with the reason', async () => {
    const { site, poison } = await drained();
    expect(await statusOf(site)).toMatchObject({
      unsent: 0,
      failures: 0,
      setAside: [{ entity: 'lease', key: poison, error: expect.stringMatching(/.+/) }],
    });
  });

  it('is not tried again with every alarm, nor after a restart', async () => {
    const { site } = await drained();
    const { setAside } = await statusOf(site);
    await poolOf(site).visit(poolVisit());
    await advance(600);
    await evict(site);
    await poolOf(site).visit(poolVisit());
    await drain(site);
    // A row that is refused once more is set aside once more, at another time.
    expect((await statusOf(site)).setAside).toEqual(setAside);
  });

  it('arrives once it has been mended and everything is sent anew', async () => {
    const { site, poison, session } = await drained();
    await spoil(site, 'UPDATE leases SET session = ? WHERE id = ?', session, poison);
    await poolOf(site).resend();
    await drain(site);
    expect(await d1Ids(site, 'sessions')).toContain(poison);
    expect(await statusOf(site)).toMatchObject({ unsent: 0, setAside: [] });
  });

  it('not mended is set aside anew when everything is sent anew', async () => {
    const { site, poison } = await drained();
    await poolOf(site).resend();
    await drain(site);
    expect((await statusOf(site)).setAside).toMatchObject([{ key: poison }]);
  });
});

it('a row that was set aside is tried again when it changes', async () => {
  const site = await makeSite();
  const browser = openBrowser(site);
  await breakDown({ d1: true });
  await browser.visit();
  await mendAll();
  await spoil(site, "UPDATE leases SET session = '{'");
  await drain(site);
  expect((await statusOf(site)).setAside).toHaveLength(1);
  // Memory has the row as it was before it was spoilt, and now writes it whole.
  await browser.send({ type: 'tap', number: NUMBER });
  await drain(site);
  expect(await d1Ids(site, 'sessions')).toEqual([browser.sessionId]);
  expect((await statusOf(site)).setAside).toEqual([]);
});

it('the object starts again though a row cannot be read', async () => {
  const { site, poison } = await manyAndOne();
  await spoil(site, "UPDATE leases SET session = '{' WHERE id = ?", poison);
  await evict(site);
  expect(await poolOf(site).visit(poolVisit())).toMatchObject({ ok: true });
});

it('a call that cannot be read is set aside, and sessions and other calls arrive', async () => {
  const site = await makeSite();
  await breakDown({ d1: true });
  await openBrowser(site).visit();
  const spoilt = await ring(site, NUMBER);
  await ring(site, NUMBER);
  await mendAll();
  await spoil(site, "UPDATE calls SET summary = '{' WHERE provider_call_id = ?", spoilt);
  await drain(site);
  expect(await d1Ids(site, 'sessions')).toHaveLength(1);
  expect(await d1Ids(site, 'calls')).toHaveLength(1);
  expect((await statusOf(site)).setAside).toMatchObject([
    { entity: 'call', key: `generic ${spoilt}` },
  ]);
});

it('an hour that D1 refuses is set aside, and no other row', async () => {
  const site = await makeSite();
  await breakDown({ d1: true });
  await openBrowser(site).visit();
  await advance(300);
  await mendAll();
  await spoil(site, "UPDATE pool_hours SET counts = json_remove(counts, '$.arrivals')");
  await drain(site);
  expect(await d1Ids(site, 'sessions')).toHaveLength(1);
  expect((await statusOf(site)).setAside).toMatchObject([{ entity: 'hour' }]);
});

it('D1 away while a poison row is looked for loses nothing', async () => {
  const { site, poison, others } = await manyAndOne();
  await spoil(site, "UPDATE leases SET session = '{' WHERE id = ?", poison);
  const batch = env.DB.batch.bind(env.DB);
  let batches = 0;
  vi.spyOn(env.DB, 'batch').mockImplementation((statements) => {
    batches += 1;
    return batches === 3 ? Promise.reject(new Error('D1_ERROR: gone')) : batch(statements);
  });
  await drain(site);
  vi.restoreAllMocks();
  await drain(site);
  expect(await d1Ids(site, 'sessions')).toEqual(others);
  expect((await statusOf(site)).setAside).toMatchObject([{ key: poison }]);
});
