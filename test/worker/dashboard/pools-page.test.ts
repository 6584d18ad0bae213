import { describe, expect, it } from 'vitest';
import { ADMIN_KEY, ask, basic, bearer, refusalOf } from '../support/ask.ts';
import { readPage } from '../support/dashboard.ts';
import { makeSite, type TestSite } from '../support/make-site.ts';
import { havePoolHours, hoursAgo } from '../support/pool-hours.ts';

const page = (site: TestSite, query = '', key?: string) =>
  readPage(site, `/app/pools${query}`, key);

/** What a reader sees of a page, as one line of text. */
function textOf(html: string): string {
  const body = html.replace(/<(style|title|desc)[^>]*>.*?<\/\1>/gs, ' ').replace(/<[^>]+>/g, '');
  return body.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replace(/\s+/g, ' ');
}

/** A thousand visitors in one hour, who kept a number for ten minutes. */
async function busySite(change = {}): Promise<TestSite> {
  const site = await makeSite(change);
  await havePoolHours(site.id, {
    hour: await hoursAgo(1),
    arrivals: 1_060,
    own: 1_055,
    shared: 3,
    none: 2,
    exhausted: 5,
    samples: 4,
    held_sum: 36,
    held_peak: 10,
    reused: 50,
    held_ms: 50 * 600_000,
    rest_ms: 50 * 90_000,
  });
  return site;
}

describe('the pools page', () => {
  it('shows the site of the key that was typed', async () => {
    expect(await page(await makeSite({ name: 'Vélo & Söhne' }))).toContain('Vélo &amp; Söhne');
  });

  it('tells somebody without pools what one is, and how to make one', async () => {
    const site = await makeSite({ pools: [], targets: [{ number: '+33199001234' }] });
    const text = textOf(await page(site));
    expect(text).toContain('This site has no pool yet.');
    expect(text).toContain(`PUT /api/v1/sites/${site.key}`);
  });

  it('tells what to do before the first visitor', async () => {
    expect(textOf(await page(await makeSite()))).toContain(
      'Nobody has asked this pool for a number in this time. Open a page that carries the tag',
    );
  });

  it('says that a pool has no numbers', async () => {
    const site = await makeSite({ pools: [{ name: 'website', numbers: [] }] });
    expect(textOf(await page(site))).toContain('It has no numbers');
  });

  it('says that no target number names a pool', async () => {
    const site = await makeSite({ targets: [{ number: '+33199001234' }] });
    expect(textOf(await page(site))).toContain('No target number names this pool');
  });

  it('shows what visitors were shown, how the numbers were used and when they ran out', async () => {
    const text = textOf(await page(await busySite()));
    for (const said of [
      '10 numbers · kept for 5 min after the visitor was last seen',
      'Visitors1,060',
      'Found none free5',
      'In use, on average9',
      'In use, at most10',
      'Kept for, on average10 min',
      'Cool-down, on average1 min 30 s',
      'own number 1,055 (99.5 %)',
      'shared number 3 (0.28 %)',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('advises in a sentence how many numbers the pool needs', async () => {
    const text = textOf(await page(await busySite()));
    expect(text).toContain('1,237 numbers would do: add 1,227.');
    expect(text).toContain('In the busiest hour 1,060 visitors came');
    expect(text).toContain('The cool-down decides');
  });

  it('sizes for what its query asks, and keeps that in its links', async () => {
    const site = await busySite();
    const html = await page(site, '?days=30&blocking=0.05&coolDown=0&hour=p95');
    expect(textOf(html)).toContain('The chance of finding none free decides');
    expect(html).toContain('?days=7&amp;blocking=0.05&amp;coolDown=0&amp;hour=p95');
  });

  it('says why it has no advice', async () => {
    const site = await makeSite();
    await havePoolHours(site.id, { hour: await hoursAgo(1), arrivals: 2, none: 2, samples: 1 });
    expect(textOf(await page(site))).toContain('none of them got a number of their own');
  });

  it('has a title and a description in every picture, and its figures in a table', async () => {
    const html = await page(await busySite());
    const pictures = html.match(/<svg.*?<\/svg>/gs) ?? [];
    expect(pictures).toHaveLength(3);
    for (const picture of pictures) {
      const [, title, desc] = picture.match(/aria-labelledby="(\S+) (\S+)"/) ?? [];
      expect(picture).toContain(`<title id="${title}">`);
      expect(picture).toContain(`<desc id="${desc}">`);
    }
    expect(html.match(/<table/g)).toHaveLength(2);
  });

  it('gives no two things of the page the same id', async () => {
    const ids = (await page(await busySite())).match(/ id="[^"]+"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('draws nothing that is not a number', async () => {
    expect(await page(await busySite())).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('shows markup in a name as text', async () => {
    const hostile = `<script>alert("1")</script>`;
    const site = await makeSite({
      name: hostile,
      pools: [{ name: hostile, numbers: [] }],
      targets: [{ number: '+33199001234', pool: hostile }],
    });
    await havePoolHours(site.id, { pool: hostile, hour: await hoursAgo(1), arrivals: 1, own: 1 });
    const html = await page(site);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
    expect(html).not.toContain('<script');
  });

  it('leads to the other pages, and is led to by them', async () => {
    const site = await makeSite();
    expect(await page(site)).toContain('href="/app/calls"');
    const calls = await ask('/app/calls', { headers: basic(site.apiKey) });
    expect(await calls.text()).toContain('href="/app/pools"');
  });

  it('keeps the site that was named, from link to link', async () => {
    const site = await makeSite();
    const html = await page(site, `?site=${site.key}`, ADMIN_KEY);
    expect(html).toContain(`href="/app/calls?site=${site.key}"`);
    expect(html).toContain(`href="?site=${site.key}&amp;days=30`);
  });

  it('is refused without a key', async () => {
    expect((await ask('/app/pools')).status).toBe(401);
  });

  it("is refused with another site's key", async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const response = await ask(`/app/pools?site=${here.key}`, { headers: bearer(there.apiKey) });
    expect(await refusalOf(response)).toEqual({ status: 403, code: 'site_forbidden' });
  });

  it('shows nothing of another site', async () => {
    await busySite();
    expect(textOf(await page(await makeSite()))).not.toContain('1,060');
  });

  for (const query of ['days=0', 'days=93', 'blocking=0', 'coolDown=-1', 'hour=noon']) {
    it(`is refused with ${query}`, async () => {
      const { apiKey } = await makeSite();
      const response = await ask(`/app/pools?${query}`, { headers: bearer(apiKey) });
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
    });
  }

  it('is not to be kept, and may load nothing', async () => {
    const { apiKey } = await makeSite();
    const { headers } = await ask('/app/pools', { headers: bearer(apiKey) });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  });
});
