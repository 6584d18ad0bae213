import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import type { StoredEvidence } from '../../../worker/domain/matching/stored-evidence.ts';
import { ask, askAsAdmin, refusalOf } from '../support/ask.ts';
import { bareId, openBrowser, shownNumber } from '../support/browser.ts';
import { correct, takeBack } from '../support/corrections.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { CALLER, postGeneric, ring } from '../support/phone.ts';
import { drain, dumpD1, dumpPool, ownRows } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';
import { latestCall } from '../support/spam.ts';

afterEach(mendAll);

/** Two visitors, each with a number of their own, and a call to the first one's. */
async function rungSite(change: Parameters<typeof makeSite>[0] = {}) {
  const site = await makeSite(change);
  const [first, second] = [openBrowser(site), openBrowser(site)];
  const number = shownNumber(await first.visit());
  const otherNumber = shownNumber(await second.visit({ touch: { utm_source: 'poster' } }));
  await advance(20);
  await ring(site, number);
  await advance(1);
  return { site, first, second, number, otherNumber, call: await latestCall(site) };
}

describe('a call of which the owner says who made it', () => {
  it('is told of so at once, with what the evidence says beside it', async () => {
    const { site, first, second, call } = await rungSite();
    expect(call.match).toMatchObject({ session: first.sessionId, correction: null, history: [] });
    const response = await correct(site, call.id, second.sessionId);
    expect(response.status).toBe(200);
    const match = await response.json<typeof call.match>();
    expect(match).toMatchObject({
      session: second.sessionId,
      band: 'certain',
      confidence: 1,
      reasons: ['Corrected by the owner.'],
      candidates: [{ session: second.sessionId, probability: 1 }],
      noVisit: 0,
    });
    const { correction: _, history: __, ...evidence } = call.match;
    expect(match.correction).toMatchObject({ session: second.sessionId, evidence });
    expect(await latestCall(site)).toMatchObject({ session: { source: 'poster' } });
  });

  it('keeps what was told before, and each change of mind', async () => {
    const { site, first, second, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    await correct(site, call.id, second.sessionId);
    await correct(site, call.id, null);
    await takeBack(site, call.id);
    await takeBack(site, call.id);
    const { match } = await latestCall(site);
    expect(match).toMatchObject({ session: first.sessionId, band: 'high', correction: null });
    expect(match.confidence).toBeCloseTo(call.match.confidence, 2);
    expect(match.history).toMatchObject([
      { session: first.sessionId, band: 'high', because: 'Corrected by the owner.' },
      { session: second.sessionId, band: 'certain', because: 'Corrected by the owner.' },
      { session: null, band: 'unattributed', because: 'The correction was taken back.' },
    ]);
  });

  it('may have been caused by no visit', async () => {
    const { site, call } = await rungSite();
    expect(await (await correct(site, call.id, null)).json()).toMatchObject({
      session: null,
      band: 'unattributed',
      noVisit: 1,
      candidates: [],
      correction: { session: null },
    });
    expect((await latestCall(site)).session).toBeNull();
  });

  it('is confirmed without a change', async () => {
    const { site, first, call } = await rungSite();
    await correct(site, call.id, first.sessionId);
    const { match } = await latestCall(site);
    expect(match).toMatchObject({ session: first.sessionId, band: 'certain' });
    expect(match.correction?.evidence.band).toBe('high');
  });

  it('stays so whatever becomes known of it later', async () => {
    const { site, first, second, number, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    await first.send({ type: 'tap', number, ageMs: 5_000 });
    const ended = { event: 'ended', outcome: 'answered', talkSeconds: 5 };
    await postGeneric(site, { v: 1, call: call.providerCallId, ...ended });
    const { match } = await latestCall(site);
    expect(match).toMatchObject({ session: second.sessionId, band: 'certain' });
    expect(match.history).toHaveLength(1);
    expect(match.correction?.evidence.reasons.join()).toContain('Tapped');
  });

  it('teaches when people ring by what the owner says, until they take it back', async () => {
    const { site, first, second, number, call } = await rungSite();
    const learnedFrom = async () => {
      const [row] = await ownRows<{ evidence: string }>(site, 'SELECT evidence FROM calls');
      return JSON.parse(row?.evidence ?? '') as StoredEvidence;
    };
    const before = await learnedFrom();
    expect(before).toMatchObject({ visits: [expect.anything()], stranger: 1 });
    await correct(site, call.id, first.sessionId);
    expect(await learnedFrom()).toMatchObject({ visits: before.visits, stranger: 0 });
    await correct(site, call.id, second.sessionId);
    expect(await learnedFrom()).toMatchObject({ visits: [], stranger: 0 });
    await first.send({ type: 'tap', number, ageMs: 5_000 });
    expect(await learnedFrom()).toMatchObject({ visits: [], stranger: 0 });
    await takeBack(site, call.id);
    expect(await learnedFrom()).toMatchObject({ visits: [expect.anything()], stranger: 1 });
  });

  it('can be corrected long after the pool has forgotten it', async () => {
    const { site, second, call } = await rungSite();
    await advance(100 * 86_400);
    await drain(site);
    expect(await ownRows(site, 'SELECT * FROM calls')).toEqual([]);
    await correct(site, call.id, second.sessionId);
    expect((await latestCall(site)).match.session).toBe(second.sessionId);
    await takeBack(site, call.id);
    expect((await latestCall(site)).match).toEqual(call.match);
  });

  it('is corrected in whichever shard it is', async () => {
    const { site, second, call } = await rungSite({ shards: 4 });
    await correct(site, call.id, second.sessionId);
    await advance(1);
    const { match } = await latestCall(site);
    expect(match.session).toBe(second.sessionId);
    expect(match.history).toHaveLength(1);
  });
});

describe('the next call of the same caller', () => {
  it('is from the visitor the owner named, though they were shown another number', async () => {
    const { site, second, number, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    await advance(600);
    await ring(site, number);
    const { match } = await latestCall(site);
    expect(match.session).toBe(second.sessionId);
    expect(match.reasons.join()).toContain('the same phone had called before for this visitor');
  });

  it('is from nobody where nobody had made the first', async () => {
    const { site, number, call } = await rungSite();
    await correct(site, call.id, null);
    await advance(600);
    await ring(site, number);
    expect((await latestCall(site)).match).toMatchObject({ session: null, band: 'unattributed' });
  });

  it('is as before once that is taken back', async () => {
    const { site, first, second, number, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    await takeBack(site, call.id);
    await advance(600);
    await ring(site, number);
    expect((await latestCall(site)).match.session).toBe(first.sessionId);
  });
});

describe('a correction is erased', () => {
  const forget = (site: TestSite, path: string) =>
    askAsAdmin('DELETE', `/api/v1/sites/${site.key}${path}`);

  it('with the visitor it names, and the call is from nobody known', async () => {
    const { site, second, call } = await rungSite();
    const visitor = bareId(second.visitor);
    await correct(site, call.id, second.sessionId);
    await forget(site, `/visitors/${visitor}`);
    await drain(site);
    for (const dump of [await dumpD1(), await dumpPool(site)]) {
      expect(dump).not.toContain(visitor);
      expect(dump).not.toContain(second.sessionId);
    }
    expect((await latestCall(site)).match).toMatchObject({
      session: null,
      band: 'unattributed',
      correction: null,
    });
  });

  it('with that visitor, long after the pool has forgotten both', async () => {
    const { site, second, call } = await rungSite();
    const visitor = bareId(second.visitor);
    await advance(100 * 86_400);
    await drain(site);
    await correct(site, call.id, second.sessionId);
    await forget(site, `/visitors/${visitor}`);
    await drain(site);
    expect(await dumpD1()).not.toContain(second.sessionId);
    expect((await latestCall(site)).match).toMatchObject({ session: null, band: 'unattributed' });
  });

  it('with a visitor who was one of several who may have called', async () => {
    const { site, first, second, call } = await rungSite(definePool(1, 60, { share: true }));
    expect(call.match.candidates).toHaveLength(2);
    await advance(100 * 86_400);
    await drain(site);
    const other = call.match.session === first.sessionId ? second : first;
    await forget(site, `/visitors/${bareId(other.visitor)}`);
    await drain(site);
    expect(await dumpD1()).not.toContain(bareId(other.visitor));
    expect((await latestCall(site)).match.session).toBe(call.match.session);
  });

  it('with the caller, and the evidence decides again', async () => {
    const { site, first, second, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    await forget(site, `/callers/${encodeURIComponent(CALLER)}`);
    await drain(site);
    expect((await latestCall(site)).match).toMatchObject({
      session: first.sessionId,
      correction: null,
    });
    const { results } = await env.DB.prepare('SELECT * FROM match_corrections WHERE site_id = ?')
      .bind(site.id)
      .all();
    expect(results).toEqual([]);
  });

  it('with the site', async () => {
    const { site, second, call } = await rungSite();
    await correct(site, call.id, second.sessionId);
    expect((await forget(site, '')).status).toBe(204);
    expect(await dumpD1()).not.toContain(second.sessionId);
  });
});

describe('a correction is refused', () => {
  it('of a call or a session that the site does not have', async () => {
    const { site, second, call } = await rungSite();
    const other = await rungSite();
    expect(await refusalOf(await correct(other.site, call.id, null))).toMatchObject({
      status: 404,
      code: 'call_unknown',
    });
    expect(
      await refusalOf(await correct(other.site, other.call.id, second.sessionId)),
    ).toMatchObject({ status: 404, code: 'session_unknown' });
    expect((await takeBack(other.site, call.id)).status).toBe(404);
    expect((await latestCall(site)).match.correction).toBeNull();
  });

  it('from whoever has no key, or that of another site', async () => {
    const { site, call } = await rungSite();
    const other = await makeSite();
    expect((await correct(site, call.id, null, other.apiKey)).status).toBe(403);
    expect((await correct(site, call.id, null, 'no-key')).status).toBe(401);
    const nobody = await ask(`/api/v1/calls/${call.id}/match?site=${site.key}`, {
      method: 'DELETE',
    });
    expect(nobody.status).toBe(401);
  });

  it.each([undefined, 1, '', ['a']])('as %j', async (session) => {
    const { site, call } = await rungSite();
    expect(await refusalOf(await correct(site, call.id, session))).toMatchObject({
      status: 400,
      code: 'body_invalid',
    });
  });

  it('while the pool does not answer, and holds once it was said again', async () => {
    const { site, second, number, call } = await rungSite();
    await breakDown({ pool: 'error' });
    expect((await correct(site, call.id, second.sessionId)).status).toBe(503);
    await mendAll();
    expect((await correct(site, call.id, second.sessionId)).status).toBe(200);
    await ring(site, number);
    const [latest] = await readAll(site, 'calls');
    expect(latest?.match.session).toBe(second.sessionId);
  });
});
