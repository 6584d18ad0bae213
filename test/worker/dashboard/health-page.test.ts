import { describe, expect, it } from 'vitest';
import { ask, basic, bearer, refusalOf } from '../support/ask.ts';
import { PAGE_HEADERS } from '../support/browser.ts';
import { readPage } from '../support/dashboard.ts';
import { makeSite, type TestSite } from '../support/make-site.ts';

const page = (site: TestSite, query = '') => readPage(site, `/app/health${query}`);

/** What a reader sees of a page, as one line of text. */
function textOf(html: string): string {
  const body = html.replace(/<(style|title|desc)[^>]*>.*?<\/\1>/gs, ' ').replace(/<[^>]+>/g, '');
  return body.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replace(/\s+/g, ' ');
}

async function report(site: TestSite, change = {}): Promise<void> {
  const whole = { v: 1, site: site.key, swapMs: 90, swaps: 2, reverted: 0, errors: 0, ...change };
  const body = JSON.stringify(whole);
  await ask('/v1/health', { method: 'POST', headers: PAGE_HEADERS, body });
}

describe('the health page', () => {
  it('tells a newcomer what to do, tag and all', async () => {
    const site = await makeSite();
    const text = textOf(await page(site));
    expect(text).toContain('No page has reported in this time.');
    expect(text).toContain(`/s/${site.key}.js`);
    expect(text).toContain('"health": 1');
  });

  it('does not ask for more than every page view', async () => {
    const site = await makeSite({ snippet: { health: 1 } });
    expect(textOf(await page(site))).not.toContain('"health": 1');
  });

  it('shows how long it took, and what went wrong', async () => {
    const site = await makeSite();
    await report(site);
    await report(site, { swapMs: 9_000, reverted: 1, errors: 1 });
    const text = textOf(await page(site));
    for (const said of [
      'Swap after, median100 ms',
      'Swap after, 95 of 100over 5 s',
      'Page views sampled2',
      'Swaps4',
      'Reverted by the page1',
      'The page wrote its own number back 1 time,',
      'The snippet caught 1 error.',
    ]) {
      expect(text).toContain(said);
    }
  });

  it('has no hint where all is well', async () => {
    const site = await makeSite();
    await report(site);
    expect(await page(site)).not.toContain('class="hint"');
  });

  it('says that most page views swapped nothing', async () => {
    const site = await makeSite();
    await report(site, { swapMs: null, swaps: 0 });
    const html = await page(site);
    expect(textOf(html)).toContain('On most of these page views nothing was swapped');
    expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  for (const days of [1, 7, 30]) {
    it(`draws numbers and gives ids once, over ${days} days`, async () => {
      const site = await makeSite();
      await report(site);
      const html = await page(site, `?days=${days}`);
      expect(html).not.toMatch(/NaN|Infinity|undefined|null/);
      const ids = html.match(/ id="[^"]+"/g) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
    });
  }

  it('is led to by the other pages', async () => {
    const { apiKey } = await makeSite();
    const calls = await ask('/app/calls', { headers: basic(apiKey) });
    expect(await calls.text()).toContain('href="/app/health"');
  });

  it('is refused without a key, and with days that are none', async () => {
    const { apiKey } = await makeSite();
    expect((await ask('/app/health')).status).toBe(401);
    const response = await ask('/app/health?days=0', { headers: bearer(apiKey) });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'query_invalid' });
  });

  it('is not to be kept, and may load nothing', async () => {
    const { apiKey } = await makeSite();
    const { headers } = await ask('/app/health', { headers: bearer(apiKey) });
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
  });
});
