import { describe, expect, it } from 'vitest';
import { ask, bearer, refusalOf } from '../support/ask.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { correct } from '../support/corrections.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, numbers, TARGET, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { drain } from '../support/pool.ts';
import { latestCall, say } from '../support/spam.ts';

const [UNSHOWN = ''] = numbers(1, 2900);
const POSTER = { number: '+33199003000', target: TARGET, label: 'P', source: 'poster' };

type Range = { low: number; high: number };
type Sources = {
  calls: number;
  sources: { source: string; calls: number; interval: Range }[];
  unattributed: { calls: number; share: number; interval: Range };
};

function askSources(site: TestSite, query = '', key = site.apiKey): Promise<Response> {
  return ask(`/api/v1/sources?site=${site.key}${query}`, { headers: bearer(key) });
}

async function sourcesOf(site: TestSite, query = ''): Promise<Sources> {
  await drain(site);
  return (await askSources(site, query)).json<Sources>();
}

/** Two visitors who share a number, and a call to it that either may have made. */
async function sharedSite(change: Parameters<typeof makeSite>[0] = {}) {
  const site = await makeSite({ ...definePool(1, 300, { share: true }), ...change });
  const first = openBrowser(site);
  const number = shownNumber(await first.visit({ touch: { utm_source: 'one', utm_medium: 'x' } }));
  await openBrowser(site).visit({ touch: { utm_source: 'two', utm_medium: 'y' } });
  await advance(20);
  await ring(site, number);
  return { site, first, number };
}

describe('calls by source', () => {
  it('are shared among all that may have brought them', async () => {
    const { site } = await sharedSite();
    const { candidates, noVisit } = (await latestCall(site)).match;
    const found = await sourcesOf(site);
    expect(found.calls).toBe(1);
    const byName = found.sources.toSorted((a, b) => (a.source < b.source ? -1 : 1));
    const expected = candidates.toSorted((a, b) => ((a.source ?? '') < (b.source ?? '') ? -1 : 1));
    expect(byName).toEqual(
      expected.map(({ source, probability }) => ({
        source,
        calls: expect.closeTo(probability, 2),
        interval: { low: 0, high: 1 },
      })),
    );
    expect(byName.map(({ source }) => source)).toEqual(['one / x', 'two / y']);
    expect(found.unattributed.calls).toBeCloseTo(noVisit ?? Number.NaN, 2);
  });

  it('or count for the best explanation', async () => {
    const { site } = await sharedSite();
    const [best] = (await latestCall(site)).match.candidates;
    const { sources, unattributed } = await sourcesOf(site, '&credit=best');
    expect(sources[0]).toMatchObject({ source: best?.source, calls: 1 });
    expect(sources[1]).toMatchObject({ calls: 0, interval: { low: 0, high: 1 } });
    expect(unattributed).toMatchObject({ calls: 0, share: 0 });
  });

  it('count for whom the owner named, without a doubt', async () => {
    const { site, first } = await sharedSite();
    await correct(site, (await latestCall(site)).id, first.sessionId);
    expect(await sourcesOf(site)).toMatchObject({
      sources: [{ source: 'one / x', calls: 1, interval: { low: 1, high: 1 } }],
      unattributed: { calls: 0, share: 0 },
    });
  });

  it('count for what a static number stands for, or for nobody', async () => {
    const site = await makeSite({ staticNumbers: [POSTER] });
    await ring(site, POSTER.number);
    await ring(site, UNSHOWN);
    expect(await sourcesOf(site)).toMatchObject({
      calls: 2,
      sources: [{ source: 'poster', calls: 1, interval: { low: 1, high: 1 } }],
      unattributed: { calls: 1, share: 0.5, interval: { low: 1, high: 1 } },
    });
  });

  it('are those of the time, and with or without spam', async () => {
    const site = await makeSite({ staticNumbers: [POSTER] });
    await ring(site, POSTER.number);
    const { id, startedAt } = await latestCall(site);
    await advance(60);
    await ring(site, POSTER.number, { from: '+33639980009' });
    await say(site, id, { spam: true });
    expect((await sourcesOf(site)).calls).toBe(2);
    expect((await sourcesOf(site, '&spam=exclude')).calls).toBe(1);
    expect((await sourcesOf(site, `&from=${startedAt + 1}`)).calls).toBe(1);
    expect((await sourcesOf(site, `&from=${startedAt - 1}&to=${startedAt}`)).calls).toBe(0);
  });

  it('are another site’s own', async () => {
    const { site } = await sharedSite();
    const other = await makeSite();
    expect((await sourcesOf(other)).calls).toBe(0);
    expect((await askSources(site, '', other.apiKey)).status).toBe(403);
    expect(await refusalOf(await askSources(site, '&credit=last'))).toMatchObject({
      code: 'query_invalid',
    });
  });
});

describe('calibration', () => {
  async function calibrationOf(site: TestSite) {
    const path = `/api/v1/calibration?site=${site.key}`;
    return (await ask(path, { headers: bearer(site.apiKey) })).json<Record<string, unknown>>();
  }

  it('says how sure and how often right matches were of which the owner said who called', async () => {
    const site = await makeSite();
    const [one, other] = [openBrowser(site), openBrowser(site)];
    const shown = [shownNumber(await one.visit()), shownNumber(await other.visit())];
    await advance(20);
    await ring(site, shown[0] ?? '');
    const right = await latestCall(site);
    await correct(site, right.id, one.sessionId);
    await advance(60);
    await ring(site, shown[1] ?? '', { from: '+33639980009' });
    const wrong = await latestCall(site);
    await correct(site, wrong.id, one.sessionId);
    await ring(site, UNSHOWN, { from: '+33639980008' });
    await drain(site);
    const { total, bands } = await calibrationOf(site);
    const mean = (right.match.confidence + wrong.match.confidence) / 2;
    expect(total).toEqual({ calls: 2, confidence: expect.closeTo(mean, 6), right: 0.5 });
    expect(bands).toContainEqual({
      band: 'high',
      calls: 2,
      confidence: expect.closeTo(mean, 6),
      right: 0.5,
    });
    expect(bands).toContainEqual({ band: 'certain', calls: 0, confidence: null, right: null });
  });

  it('says nothing while the owner has', async () => {
    expect(await calibrationOf(await makeSite())).toMatchObject({
      total: { calls: 0, confidence: null, right: null },
    });
  });
});
