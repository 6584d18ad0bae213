import { describe, expect, it } from 'vitest';
import { ask, bearer, refusalOf } from '../support/ask.ts';
import { openBrowser, postEvents, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { makeSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { readAll, readOne, readPage } from '../support/read-reports.ts';

/** Two sites of one deployment, with the same numbers; something has happened on the first only. */
async function twoSites() {
  const [busy, quiet] = [await makeSite(), await makeSite()];
  const browser = openBrowser(busy);
  const number = shownNumber(await browser.visit({ touch: { utm_source: 'secret-source' } }));
  await ring(busy, number);
  await readAll(busy, 'calls');
  return { busy, quiet, browser, number };
}

describe('of two sites, neither sees', () => {
  for (const list of ['calls', 'sessions', 'leases'] as const) {
    it(`the other's ${list}`, async () => {
      const { quiet } = await twoSites();
      expect(await readAll(quiet, list)).toEqual([]);
    });

    it(`the other's ${list} by naming it`, async () => {
      const { busy, quiet } = await twoSites();
      const path = `/api/v1/${list}?site=${busy.key}`;
      const response = await ask(path, { headers: bearer(quiet.apiKey) });
      expect(await refusalOf(response)).toEqual({ status: 403, code: 'site_forbidden' });
    });
  }

  it("the other's calls by a cursor of the other", async () => {
    const { busy, quiet, number } = await twoSites();
    await ring(busy, number);
    await readAll(busy, 'calls');
    const { next } = await readPage(busy, 'calls', { limit: 1 });
    const { rows } = await readPage(quiet, 'calls', { cursor: next ?? '' });
    expect(rows).toEqual([]);
  });

  it("the other's calls on the page for people", async () => {
    const { quiet } = await twoSites();
    const response = await ask('/app/calls', { headers: bearer(quiet.apiKey) });
    expect(await response.text()).not.toContain('secret-source');
  });

  it("the other's page for people by naming it", async () => {
    const { busy, quiet } = await twoSites();
    const path = `/app/calls?site=${busy.key}`;
    expect((await ask(path, { headers: bearer(quiet.apiKey) })).status).toBe(403);
  });

  it("the other's sessions behind its own calls on the same number", async () => {
    const { quiet, number } = await twoSites();
    await ring(quiet, number);
    expect(await readOne(quiet, 'calls')).toMatchObject({
      match: { session: null, band: 'unattributed' },
      session: null,
    });
  });
});

describe('of two sites, neither touches', () => {
  it("the other's numbers", async () => {
    const { quiet, number } = await twoSites();
    expect(shownNumber(await visit(quiet))).toBe(number);
  });

  it("the other's sessions by its events", async () => {
    const { busy, quiet, browser } = await twoSites();
    const { session } = browser;
    const events = [{ type: 'tap', number: '+33199001234', id: 'a', ageMs: 0 }];
    await postEvents({ v: 1, site: quiet.key, visitor: null, session, events });
    expect((await readOne(busy, 'sessions')).journey).toHaveLength(1);
  });

  it("the other's sessions by the same view", async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const one = await visit(here, { view: 'the-same' });
    const other = await visit(there, { view: 'the-same' });
    expect(other.session).not.toBe(one.session);
  });

  it("the other's calls by the same call id", async () => {
    const { busy, quiet, number } = await twoSites();
    const { providerCallId } = await readOne(busy, 'calls');
    await advance(5);
    await ring(quiet, number, { call: providerCallId, from: '+33639980002' });
    expect((await readOne(busy, 'calls')).caller).toBe('+33639980001');
    expect((await readOne(quiet, 'calls')).caller).toBe('+33639980002');
  });
});
