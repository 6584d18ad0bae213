import { describe, expect, it } from 'vitest';
import { openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, now } from '../support/local.ts';
import { definePool, defineSite, makeSite, putSite, TARGET } from '../support/make-site.ts';
import { newCallId, postGeneric, ring } from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

const ads = { utm_source: 'google', utm_medium: 'cpc', utm_campaign: 'spring', gclid: 'Cj0KC' };

async function visited(change = {}, touch: Record<string, string> = ads) {
  const site = await makeSite(change);
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit({ touch }));
  return { site, browser, number };
}

describe('a call is tied to the session that', () => {
  it('holds the number on a visible page', async () => {
    const { site, browser, number } = await visited();
    await advance(30);
    await ring(site, number);
    const { match } = await readOne(site, 'calls');
    expect(match).toMatchObject({ session: browser.sessionId, band: 'high' });
    expect(match.reasons).toEqual([
      'Only visitor who was shown this number.',
      'On the site at the time.',
    ]);
    expect(match.noVisit).toBeGreaterThan(0);
    expect(match.history).toEqual([]);
  });

  it('holds the number though it was not seen for a while', async () => {
    const { site, browser, number } = await visited();
    await advance(280);
    await ring(site, number);
    expect((await readOne(site, 'calls')).match).toMatchObject({
      session: browser.sessionId,
      band: 'high',
    });
  });

  it('held the number last, less surely', async () => {
    const { site, browser, number } = await visited();
    await advance(3_600);
    await ring(site, number);
    const { match } = await readOne(site, 'calls');
    expect(match).toMatchObject({ session: browser.sessionId, band: 'ambiguous' });
    expect(match.confidence).toBeLessThan(0.95);
  });

  it('held the number last, after the object was evicted', async () => {
    const { site, browser, number } = await visited();
    await evict(site);
    await advance(3_600);
    await ring(site, number);
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('has the number now, not the one that had it before', async () => {
    const { site, number } = await visited(definePool(1, 60));
    await advance(120);
    const next = openBrowser(site);
    expect(shownNumber(await next.visit())).toBe(number);
    await advance(10);
    await ring(site, number);
    expect((await readOne(site, 'calls')).match.session).toBe(next.sessionId);
  });

  it('had the number when the call began, though told of it later', async () => {
    const { site, browser, number } = await visited(definePool(1, 60));
    await advance(20);
    const startedAt = await now();
    await advance(100);
    await openBrowser(site).visit();
    await advance(10);
    await ring(site, number, { at: startedAt });
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('had the number when the call began, though it ended after the number went on', async () => {
    const { site, browser, number } = await visited(definePool(1, 60));
    await advance(20);
    const call = await ring(site, number);
    await advance(600);
    await visit(site);
    await advance(60);
    await postGeneric(site, { v: 1, event: 'ended', call, outcome: 'answered', talkSeconds: 650 });
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('had the number when the call began, though it went to another moments later', async () => {
    const { site, browser, number } = await visited(definePool(1, 60));
    await advance(400);
    const call = await ring(site, number);
    await visit(site);
    await postGeneric(site, { v: 1, event: 'ended', call, outcome: 'answered', talkSeconds: 5 });
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('the provider’s own time tells, once it is known', async () => {
    const { site, browser, number } = await visited(definePool(1, 60));
    const call = newCallId();
    await advance(20);
    const startedAt = await now();
    await advance(100);
    await openBrowser(site).visit();
    await advance(30);
    await postGeneric(site, { v: 1, event: 'incoming', call, to: number });
    await postGeneric(site, { v: 1, event: 'ringing', call, at: startedAt });
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });
});

describe('a call is unattributed', () => {
  it('when nobody was ever shown the number', async () => {
    const site = await makeSite();
    await ring(site, '+33199002009');
    expect((await readOne(site, 'calls')).match).toMatchObject({
      session: null,
      band: 'unattributed',
    });
  });

  it('when it began before the number was shown to anybody', async () => {
    const site = await makeSite(definePool(1));
    const startedAt = await now();
    await advance(60);
    const number = shownNumber(await visit(site));
    await ring(site, number, { at: startedAt });
    expect((await readOne(site, 'calls')).match.session).toBeNull();
  });

  it('a month after the last visitor with the number', async () => {
    const { site, number } = await visited();
    await advance(31 * 86_400);
    await ring(site, number);
    expect((await readOne(site, 'calls')).match.band).toBe('unattributed');
  });
});

it('a call on a static number is the source’s, and nobody’s in particular', async () => {
  const site = await makeSite({
    staticNumbers: [{ number: '+33199003000', target: TARGET, label: 'Poster at the station' }],
  });
  await ring(site, '+33199003000');
  const { match } = await readOne(site, 'calls');
  expect(match).toMatchObject({ session: null, band: 'source' });
  expect(match.reasons.join()).toContain('Poster at the station');
});

it('a call on a static number carries what the number stands for, after its removal too', async () => {
  const listing = { label: 'Listing', source: 'yellow-pages', medium: 'listing', campaign: null };
  const staticNumbers = [{ number: '+33199003000', target: TARGET, ...listing }];
  const site = await makeSite({ staticNumbers });
  await putSite(site.key, defineSite());
  await ring(site, '+33199003000');
  expect((await readOne(site, 'calls')).staticSource).toEqual(listing);
});

it('a call shows the touch of the session it is tied to', async () => {
  const { site, number } = await visited();
  await ring(site, number);
  expect((await readOne(site, 'calls')).session).toMatchObject({
    channel: 'Paid Search',
    source: 'google',
    medium: 'cpc',
    campaign: 'spring',
    gclid: 'Cj0KC',
  });
});

it('the calls of two visitors are tied each to its own', async () => {
  const site = await makeSite();
  const [one, other] = [openBrowser(site), openBrowser(site)];
  const numbers = [shownNumber(await one.visit()), shownNumber(await other.visit())];
  await ring(site, numbers[1] ?? '');
  await advance(1);
  await ring(site, numbers[0] ?? '');
  const calls = await readAll(site, 'calls');
  expect(calls.map(({ match }) => match.session)).toEqual([one.sessionId, other.sessionId]);
});
