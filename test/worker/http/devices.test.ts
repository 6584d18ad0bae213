import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { bareId, firstSwap, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { dumpD1, dumpPool, evict, poolOf } from '../support/pool.ts';
import { readOne } from '../support/read-reports.ts';

const PHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1';
const UNKNOWN = 'Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) Chrome/76.0.3809.146 TV Safari/537.36';

describe('the device of a visit', () => {
  it.each([
    ['mobile', { 'user-agent': PHONE }],
    ['mobile', { 'sec-ch-ua-mobile': '?1' }],
    ['desktop', {}],
    [null, { 'user-agent': UNKNOWN }],
  ] as const)('is %s by the headers %j', async (device, headers) => {
    const site = await makeSite();
    await visit(site, {}, headers);
    expect(await readOne(site, 'sessions')).toMatchObject({ device });
  });

  it('is told with the call that the visit led to', async () => {
    const site = await makeSite();
    const number = shownNumber(await visit(site, {}, { 'user-agent': PHONE }));
    await advance(30);
    await ring(site, number);
    const call = await readOne(site, 'calls');
    expect(call.session).toMatchObject({ device: 'mobile' });
  });

  it('is all that is kept of the user agent', async () => {
    const site = await makeSite();
    await visit(site, {}, { 'user-agent': PHONE });
    expect(await readOne(site, 'sessions')).toMatchObject({ device: 'mobile' });
    expect(await dumpPool(site)).not.toContain('iPhone');
    expect(await dumpD1()).not.toContain('iPhone');
  });
});

describe('a number that two visitors share', () => {
  it.each(['phone', 'desktop'])(
    'rings for the one on a phone, where the other came to it as it did: the %s came first',
    async (first) => {
      const site = await makeSite(definePool(1, 300, { share: true }));
      const onPhone = () => visit(site, {}, { 'user-agent': PHONE });
      const atDesk = () => visit(site);
      const replies = [];
      for (const come of first === 'phone' ? [onPhone, atDesk] : [atDesk, onPhone]) {
        replies.push(await come());
      }
      const [phone, desktop] = first === 'phone' ? replies : replies.toReversed();
      await advance(60);
      await ring(site, shownNumber(phone as VisitReply));
      const { match, session } = await readOne(site, 'calls');
      expect(match.session).toBe(bareId(phone?.session ?? null));
      expect(session).toMatchObject({ device: 'mobile' });
      const [likeliest, other] = match.candidates;
      expect(likeliest).toMatchObject({ device: 'mobile' });
      expect(other).toMatchObject({ session: bareId(desktop?.session ?? null), device: 'desktop' });
      expect((likeliest?.probability ?? 0) / (other?.probability ?? 1)).toBeGreaterThan(1.8);
    },
  );
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
  expect(call.match.session).toBe(bareId(session));
  expect(call.session).toMatchObject({ device: null });
});
