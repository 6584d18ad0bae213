import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import {
  firstSwap,
  PAGE_HEADERS,
  postVisit,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { makeSite, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { dumpD1, dumpPool, evict, poolOf } from '../support/pool.ts';
import { readOne } from '../support/read-reports.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';
const UNKNOWN = 'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) Chrome/76.0.3809.146 TV Safari/537.36';

/** A visit with these headers; the number that it is shown. */
async function visitWith(site: TestSite, headers: Record<string, string>): Promise<string> {
  const response = await postVisit(visitBody(site), { ...PAGE_HEADERS, ...headers });
  return shownNumber(await response.json());
}

describe('the device of a visit', () => {
  it.each([
    ['mobile', { 'user-agent': PHONE }],
    ['mobile', { 'sec-ch-ua-mobile': '?1' }],
    ['desktop', {}],
    [null, { 'user-agent': UNKNOWN }],
  ] as const)('is %s by the headers %j', async (device, headers) => {
    const site = await makeSite();
    await visitWith(site, headers);
    expect(await readOne(site, 'sessions')).toMatchObject({ device });
  });

  it('is told with the call that the visit led to', async () => {
    const site = await makeSite();
    const number = await visitWith(site, { 'user-agent': PHONE });
    await advance(30);
    await ring(site, number);
    const call = await readOne(site, 'calls');
    expect(call.session).toMatchObject({ device: 'mobile' });
  });

  it('is all that is kept of the user agent', async () => {
    const site = await makeSite();
    await visitWith(site, { 'user-agent': PHONE });
    expect(await readOne(site, 'sessions')).toMatchObject({ device: 'mobile' });
    expect(await dumpPool(site)).not.toContain('iPhone');
    expect(await dumpD1()).not.toContain('iPhone');
  });
});

it('a session from before devices were asked for has none, and goes on', async () => {
  const site = await makeSite();
  const before = await visit(site);
  await runInDurableObject(poolOf(site), (_, { storage: { sql } }) => {
    for (const table of ['leases', 'former_leases']) {
      sql.exec(`UPDATE ${table} SET session = json_remove(session, '$.device')`);
    }
  });
  await evict(site);
  const { visitor, session } = before;
  const again = await visit(site, { visitor, session });
  expect([again.session, firstSwap(again).number]).toEqual([session, firstSwap(before).number]);
  await advance(30);
  await ring(site, shownNumber(again));
  const call = await readOne(site, 'calls');
  expect(call.match.session).toBe(session?.split('.')[0]);
  expect(call.session).toMatchObject({ device: null });
});
