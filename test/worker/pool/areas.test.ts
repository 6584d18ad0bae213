import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { ask } from '../support/ask.ts';
import { PAGE_HEADERS, shownNumber, visit, visitBody } from '../support/browser.ts';
import { type Definition, makeSite, type TestSite } from '../support/make-site.ts';

const SAN_FRANCISCO = '+14155550100';
const LOS_ANGELES = '+12135550100';
const NEW_YORK = '+12125550100';
const TOLL_FREE = '+18005550100';
const TARGET = '+14155550199';

/** An American shop whose pool has a number in each of these places, in this order. */
function makeShop(
  prefer: 'visitor' | 'target' | null,
  tracking: string[],
  target = TARGET,
): Promise<TestSite> {
  const change: Partial<Definition> = {
    country: 'US',
    pools: [{ name: 'website', numbers: tracking, prefer, share: false }],
    targets: [{ number: target, pool: 'website' }],
  };
  return makeSite(change);
}

/** A visitor of whom the edge says where they are. */
async function visitFrom(site: TestSite, regionCode: string): Promise<VisitReply> {
  const response = await ask('/v1/visits', {
    method: 'POST',
    headers: PAGE_HEADERS,
    body: JSON.stringify(visitBody(site)),
    cf: { country: 'US', regionCode },
  } as RequestInit);
  return response.json();
}

describe('a pool that prefers the area of the target', () => {
  it('leases the same area code first, then the region, then the country', async () => {
    const site = await makeShop('target', [TOLL_FREE, NEW_YORK, LOS_ANGELES, SAN_FRANCISCO]);
    const shown = [await visit(site), await visit(site), await visit(site), await visit(site)];
    expect(shown.map(shownNumber)).toEqual([SAN_FRANCISCO, LOS_ANGELES, NEW_YORK, TOLL_FREE]);
  });

  it('leases a toll-free number for a toll-free one', async () => {
    const site = await makeShop('target', [NEW_YORK, TOLL_FREE], '+18885550199');
    expect(shownNumber(await visit(site))).toBe(TOLL_FREE);
  });
});

describe('a pool that prefers the area of the visitor', () => {
  it('leases a number of the visitor’s region while one is free, and then any', async () => {
    const site = await makeShop('visitor', [SAN_FRANCISCO, NEW_YORK]);
    expect(shownNumber(await visitFrom(site, 'NY'))).toBe(NEW_YORK);
    expect(shownNumber(await visitFrom(site, 'NY'))).toBe(SAN_FRANCISCO);
  });
});

it('a pool that prefers none goes by the owner’s order', async () => {
  const site = await makeShop(null, [TOLL_FREE, NEW_YORK, SAN_FRANCISCO]);
  expect(shownNumber(await visit(site))).toBe(TOLL_FREE);
});
