import { env } from 'cloudflare:test';
import { beforeEach, describe, expect, it } from 'vitest';
import { openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { CALLER, newCallId, postGeneric } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';

const FORWARD_TO = '+33199009999';

/** What 0.1.0 knew of a site, and of a pool; in KV until the site is changed. */
const SITE_FIELDS = [
  ...['version', 'id', 'key', 'name', 'origins', 'country', 'consent', 'honourGpc', 'targets'],
  ...['pools', 'staticNumbers', 'targetByNumber', 'credentials'],
];
const POOL_FIELDS = ['name', 'holdSeconds', 'numbers'];

type Published = Record<string, unknown> & {
  pools: Record<string, unknown>[];
  targets: Record<string, unknown>[];
};

function only(fields: readonly string[], record: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, record[field]]));
}

let site: TestSite;

/** A site as 0.1.0 published it, told from today's by where its calls go. */
beforeEach(async () => {
  site = await makeSite();
  const key = `site:${site.key}`;
  const published = await env.SITES.get<Published>(key, 'json');
  if (published === null) throw new Error(`nothing is published at ${key}`);
  const first = {
    ...only(SITE_FIELDS, published),
    pools: published.pools.map((pool) => only(POOL_FIELDS, pool)),
    targets: published.targets.map((target) => ({ ...target, forwardTo: FORWARD_TO })),
  };
  await env.SITES.put(key, JSON.stringify(first));
  // Until isolates have forgotten what they knew.
  await advance(31);
});

describe('after an upgrade from 0.1.0, a site that has not changed since', () => {
  it('leases numbers', async () => {
    expect(numbers(10)).toContain(shownNumber(await visit(site)));
  });

  it('forwards a call and ties it to the visit', async () => {
    const browser = openBrowser(site);
    const to = shownNumber(await browser.visit());
    const call = { v: 1, event: 'incoming', call: newCallId(), to, from: CALLER };
    const response = await postGeneric(site, call);
    expect(await response.json()).toMatchObject({ forwardTo: FORWARD_TO });
    expect(await readOne(site, 'calls')).toMatchObject({
      match: { session: browser.sessionId },
    });
  });
});
