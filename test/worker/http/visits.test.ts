import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import {
  bareId,
  firstSwap,
  openBrowser,
  PAGE_HEADERS,
  postVisit,
  randomId,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance, STEP_SECONDS } from '../support/local.ts';
import {
  definePool,
  defineSite,
  makeSite,
  numbers,
  ORIGIN,
  putSite,
  TARGET,
} from '../support/make-site.ts';
import { evict } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

const HALF_AN_HOUR = 30 * 60;

describe('a visit', () => {
  it('is shown a number of the pool in place of the target', async () => {
    const site = await makeSite();
    const swap = firstSwap(await visit(site));
    expect(swap).toMatchObject({ target: TARGET, kind: 'pool', grade: 'own', validFor: 120 });
    expect(numbers(10)).toContain(swap.number.e164);
  });

  it('is told the number in the three ways a page may print it', async () => {
    const site = await makeSite(definePool(1));
    expect(firstSwap(await visit(site)).number).toEqual({
      e164: '+33199002000',
      national: '01 99 00 20 00',
      international: '+33 1 99 00 20 00',
    });
  });

  it('is told which digits on the page make way for which', async () => {
    const site = await makeSite(definePool(1));
    const { variants } = firstSwap(await visit(site));
    expect(variants).toContainEqual(['0199001234', '0199002000']);
    expect(variants).toContainEqual(['33199001234', '33199002000']);
  });

  it('gets signed ids', async () => {
    const site = await makeSite();
    const reply = await visit(site);
    expect(reply.visitor).toMatch(/^[0-9a-z]{26}\.[\w-]{22}$/);
    expect(reply.session).toMatch(/^[0-9a-z]{26}\.[\w-]{22}$/);
  });

  it('may leave out its view id', async () => {
    const site = await makeSite();
    const { view, ...body } = visitBody(site);
    expect((await postVisit(body)).status).toBe(200);
  });

  it('is not to be kept by any cache', async () => {
    const site = await makeSite();
    const response = await postVisit(visitBody(site));
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is answered for every target of the site', async () => {
    const other = '+33199005678';
    const site = await makeSite({
      targets: [
        { number: TARGET, pool: 'website' },
        { number: other, pool: 'website' },
      ],
    });
    const { swaps } = await visit(site);
    expect(swaps.map(({ target }) => target)).toEqual([TARGET, other]);
    expect(new Set(swaps.map(({ number }) => number.e164)).size).toBe(2);
  });

  it('keeps the number of a target that has no pool', async () => {
    const site = await makeSite({ pools: [], targets: [{ number: TARGET }] });
    expect(firstSwap(await visit(site))).toMatchObject({
      grade: 'none',
      validFor: 0,
      number: { e164: TARGET },
      variants: [],
    });
  });
});

describe('a repeated view', () => {
  it('gets the same visitor, session and number', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit({ view: 'the-view' });
    expect(await browser.visit({ view: 'the-view' })).toEqual(first);
  });

  it('gets the same when its first answer was lost on the way', async () => {
    const site = await makeSite();
    const view = randomId();
    expect(await visit(site, { view })).toEqual(await visit(site, { view }));
  });

  it('gets the same when sent many times at once', async () => {
    const site = await makeSite();
    const view = randomId();
    const replies = await Promise.all(Array.from({ length: 8 }, () => visit(site, { view })));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  });

  it('gets the same after the object was evicted', async () => {
    const site = await makeSite();
    const view = randomId();
    const shown = ({ visitor, session, swaps }: VisitReply) => ({
      visitor,
      session,
      numbers: swaps.map(({ number }) => number),
    });
    const before = await visit(site, { view });
    await evict(site);
    expect(shown(await visit(site, { view }))).toEqual(shown(before));
  });

  it('counts as one session with one page view', async () => {
    const site = await makeSite();
    const view = randomId();
    await Promise.all([visit(site, { view }), visit(site, { view })]);
    await visit(site, { view });
    expect((await readOne(site, 'sessions')).journey).toHaveLength(1);
  });

  it('has one lease', async () => {
    const site = await makeSite();
    const view = randomId();
    await Promise.all([visit(site, { view }), visit(site, { view })]);
    expect(await readAll(site, 'leases')).toHaveLength(1);
  });
});

describe('what holds once a renewal has been acknowledged', () => {
  it('is told with the first visit: the hold time of the pool', async () => {
    const site = await makeSite(definePool(1, 600));
    const reply = await visit(site);
    expect(reply).toMatchObject({ renewAfter: 60, renewed: { validFor: 600, renewAfter: 120 } });
    expect(firstSwap(reply).validFor).toBe(120);
  });

  it('is what the next page view is promised', async () => {
    const browser = openBrowser(await makeSite(definePool(1, 600)));
    const { renewed } = await browser.visit();
    expect((await browser.send({ type: 'renew' })).status).toBe(204);
    const next = await browser.visit();
    expect(next.renewed).toEqual(renewed);
    expect(firstSwap(next).validFor).toBe(renewed?.validFor);
  });

  it('is the shortest hold time, where targets have pools of their own', async () => {
    const other = '+33199005678';
    const [first = '', second = ''] = numbers(2);
    const site = await makeSite({
      pools: [
        { name: 'website', holdSeconds: 600, numbers: [first] },
        { name: 'support', holdSeconds: 200, numbers: [second] },
      ],
      targets: [
        { number: TARGET, pool: 'website' },
        { number: other, pool: 'support' },
      ],
    });
    expect((await visit(site)).renewed).toEqual({ validFor: 200, renewAfter: 100 });
  });

  it('is no more for a lease that runs since before the hold time was made longer', async () => {
    const site = await makeSite(definePool(1, 200));
    const browser = openBrowser(site);
    await browser.visit();
    await putSite(site.key, defineSite(definePool(1, 600)));
    expect((await browser.visit()).renewed).toEqual({ validFor: 200, renewAfter: 100 });
  });

  it('is nothing where nothing is leased', async () => {
    const site = await makeSite({ pools: [], targets: [{ number: TARGET }] });
    expect((await visit(site)).renewed).toBeNull();
  });
});

describe('another visitor', () => {
  it('gets another number', async () => {
    const site = await makeSite();
    expect(shownNumber(await visit(site))).not.toBe(shownNumber(await visit(site)));
  });

  it('gets another visitor id', async () => {
    const site = await makeSite();
    expect((await visit(site)).visitor).not.toBe((await visit(site)).visitor);
  });
});

describe('a session', () => {
  it('goes on with further page views', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(60);
    const second = await browser.visit({ page: { url: `${ORIGIN}/prices` } });
    expect(second.session).toBe(first.session);
  });

  it('keeps its journey in order', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit({ page: { url: `${ORIGIN}/` } });
    await advance(61);
    await browser.visit({ page: { url: `${ORIGIN}/prices` } });
    await advance(STEP_SECONDS);
    const { journey } = await readOne(site, 'sessions');
    expect(journey.map((entry) => entry.url)).toEqual([`${ORIGIN}/`, `${ORIGIN}/prices`]);
  });

  it('goes on through a referrer of the site itself', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit({ touch: { utm_source: 'news' } });
    const second = await browser.visit({ touch: { referrer: `${ORIGIN}/` } });
    expect(second.session).toBe(first.session);
  });

  it('goes on when its landing page is loaded again', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const touch = { utm_source: 'google', gclid: 'abc' };
    const first = await browser.visit({ touch });
    expect((await browser.visit({ touch })).session).toBe(first.session);
  });

  it('ends after thirty idle minutes', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(HALF_AN_HOUR);
    const second = await browser.visit();
    expect(second.session).not.toBe(first.session);
  });

  it('goes on just before thirty idle minutes are over', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(HALF_AN_HOUR - 5);
    expect((await browser.visit()).session).toBe(first.session);
  });

  it('ends with a new campaign', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit({ touch: { utm_campaign: 'spring' } });
    const second = await browser.visit({ touch: { utm_campaign: 'summer' } });
    expect(second.session).not.toBe(first.session);
  });

  it('never sees its number change', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const shown = new Set<string>();
    for (const wait of [0, 60, 120, 600, 1_200]) {
      await advance(wait);
      await visit(site);
      shown.add(shownNumber(await browser.visit()));
    }
    expect(shown.size).toBe(1);
  });

  it('ends when its number went to somebody else, and gets another', async () => {
    const site = await makeSite(definePool(2, 60));
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(120);
    await visit(site);
    await visit(site);
    await advance(120);
    const second = await browser.visit();
    expect(second.session).not.toBe(first.session);
  });
});

describe('a returning visitor', () => {
  it('keeps the id', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(HALF_AN_HOUR);
    expect((await browser.visit()).visitor).toBe(first.visitor);
  });

  it('gets the same number after the session ended, while nobody else has held it', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = shownNumber(await browser.visit());
    await advance(HALF_AN_HOUR);
    for (let others = 0; others < 9; others++) await visit(site);
    expect(shownNumber(await browser.visit())).toBe(first);
  });

  it('gets the same number with a new campaign', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = shownNumber(await browser.visit());
    expect(shownNumber(await browser.visit({ touch: { gclid: 'abc' } }))).toBe(first);
  });

  it('gets another number once somebody else has held it', async () => {
    const site = await makeSite(definePool(2, 60));
    const browser = openBrowser(site);
    const first = shownNumber(await browser.visit());
    await advance(HALF_AN_HOUR);
    const others = [shownNumber(await visit(site)), shownNumber(await visit(site))];
    expect(others).toContain(first);
    await advance(61);
    // Both rest; the one seen longest ago is the first that was leased to the others.
    expect(shownNumber(await browser.visit())).toBe(others[0]);
  });

  it('gets the same number after the object was evicted', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const first = shownNumber(await browser.visit());
    await evict(site);
    await advance(HALF_AN_HOUR);
    expect(shownNumber(await browser.visit())).toBe(first);
  });
});

describe('a full pool', () => {
  it('leaves the page its own number', async () => {
    const site = await makeSite(definePool(1));
    await visit(site);
    expect(firstSwap(await visit(site))).toMatchObject({
      grade: 'none',
      validFor: 0,
      number: { e164: TARGET },
    });
  });

  it('still records the session', async () => {
    const site = await makeSite(definePool(1));
    await visit(site);
    const { session } = await visit(site, { touch: { utm_source: 'late' } });
    const sessions = await readAll(site, 'sessions');
    expect(sessions.find(({ id }) => id === bareId(session))).toMatchObject({
      grade: 'none',
      source: 'late',
    });
  });

  it('serves a session later, once a number is free', async () => {
    const site = await makeSite(definePool(1, 60));
    await visit(site);
    const browser = openBrowser(site);
    const first = await browser.visit();
    await advance(61);
    const second = await browser.visit();
    expect(second.session).toBe(first.session);
    expect(firstSwap(second).grade).toBe('own');
  });
});

describe('ids from the page', () => {
  const foreign = {
    'made up': 'visitor.signature',
    'without a signature': '01kb000000000000000000000a',
    'with an empty signature': '01kb000000000000000000000a.',
    'of the right shape': `01kb000000000000000000000a.${'A'.repeat(22)}`,
  };
  for (const [what, id] of Object.entries(foreign)) {
    it(`start anew when ${what}`, async () => {
      const site = await makeSite();
      const reply = await visit(site, { visitor: id, session: id });
      expect(bareId(reply.visitor)).not.toBe(bareId(id));
      expect(bareId(reply.session)).not.toBe(bareId(id));
    });
  }

  it('start anew when they are those of another site', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const { visitor, session } = await visit(there);
    const reply = await visit(here, { visitor, session });
    expect(reply.visitor).not.toBe(visitor);
    expect(bareId(reply.visitor)).not.toBe(bareId(visitor));
  });

  it('start anew when visitor and session are exchanged', async () => {
    const site = await makeSite();
    const { visitor, session } = await visit(site);
    const reply = await visit(site, { visitor: session, session: visitor });
    expect([bareId(visitor), bareId(session)]).not.toContain(bareId(reply.visitor));
  });

  it("do not lend one visitor another's session", async () => {
    const site = await makeSite();
    const [mine, theirs] = [await visit(site), await visit(site)];
    const reply = await visit(site, { visitor: mine.visitor, session: theirs.session });
    expect(reply.visitor).toBe(mine.visitor);
    expect(reply.session).not.toBe(theirs.session);
  });
});

describe('a robot', () => {
  const bot = { ...PAGE_HEADERS, 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)' };

  it('is answered without ids and with the page’s own number', async () => {
    const site = await makeSite();
    const response = await postVisit(visitBody(site), bot);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      visitor: null,
      session: null,
      swaps: [{ grade: 'none', number: { e164: TARGET } }],
    });
  });

  it('is not recorded', async () => {
    const site = await makeSite();
    await postVisit(visitBody(site), bot);
    expect(await readAll(site, 'sessions')).toEqual([]);
  });

  it('takes no number', async () => {
    const site = await makeSite(definePool(1));
    await postVisit(visitBody(site), bot);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });
});

describe('without consent', () => {
  const cases = [
    ['denied', 'off'],
    ['denied', 'required'],
    ['unknown', 'required'],
    ['unknown', 'tcf'],
    ['unknown', 'google'],
  ] as const;
  for (const [consent, mode] of cases) {
    it(`${consent} where the site has it ${mode}, nothing is recorded`, async () => {
      const site = await makeSite({ consent: mode });
      const reply = await visit(site, { consent, touch: { gclid: 'abc' } });
      expect(reply).toMatchObject({ visitor: null, session: null, swaps: [{ grade: 'none' }] });
      expect(await readAll(site, 'sessions')).toEqual([]);
      expect(await readAll(site, 'leases')).toEqual([]);
    });
  }

  it('Global Privacy Control, which the browser says with every request, counts as denied', async () => {
    const site = await makeSite();
    const headers = { ...PAGE_HEADERS, 'sec-gpc': '1' };
    const reply = await (await postVisit(visitBody(site), headers)).json<VisitReply>();
    expect(reply).toMatchObject({ visitor: null, session: null });
    expect(await readAll(site, 'sessions')).toEqual([]);
  });

  it('unknown counts as granted where the site does not ask for it', async () => {
    const site = await makeSite({ consent: 'off' });
    expect((await visit(site, { consent: 'unknown' })).session).not.toBeNull();
  });

  it('ids that the page still has are not used', async () => {
    const site = await makeSite();
    const { visitor, session } = await visit(site);
    const reply = await visit(site, { visitor, session, consent: 'denied' });
    expect(reply).toMatchObject({ visitor: null, session: null });
  });

  it('the number of the source is shown all the same', async () => {
    const site = await makeSite({
      staticNumbers: [{ number: '+33199003000', target: TARGET, source: 'newsletter' }],
    });
    const reply = await visit(site, { consent: 'denied', touch: { utm_source: 'newsletter' } });
    expect(firstSwap(reply)).toMatchObject({ kind: 'static', number: { e164: '+33199003000' } });
  });
});

describe('a number that takes text messages', () => {
  it('says so with every visit, and once it is removed too', async () => {
    const site = await makeSite({ ...definePool(1), textNumbers: numbers(1) });
    const browser = openBrowser(site);
    for (let views = 0; views < 2; views++) {
      expect(firstSwap(await browser.visit())).toMatchObject({ grade: 'own', texts: true });
    }
    await putSite(site.key, defineSite({ ...definePool(0), textNumbers: numbers(1) }));
    expect(firstSwap(await browser.visit())).toMatchObject({ grade: 'own', texts: true });
  });

  it('says so where it is static, without consent too', async () => {
    const poster = { number: '+33199003000', target: TARGET, source: 'directory' };
    const site = await makeSite({ staticNumbers: [poster], textNumbers: [poster.number] });
    for (const consent of ['granted', 'denied'] as const) {
      const reply = await visit(site, { consent, touch: { utm_source: 'directory' } });
      expect(firstSwap(reply)).toMatchObject({ kind: 'static', texts: true });
    }
  });

  it('is none unless its owner says so', async () => {
    expect(firstSwap(await visit(await makeSite()))).not.toHaveProperty('texts');
  });
});

describe('a static number', () => {
  const poster = { number: '+33199003000', target: TARGET, source: 'directory' };

  it('is shown to visits from its source', async () => {
    const site = await makeSite({ staticNumbers: [poster] });
    const reply = await visit(site, { touch: { utm_source: 'Directory' } });
    expect(firstSwap(reply)).toMatchObject({
      kind: 'static',
      grade: 'source',
      number: { e164: '+33199003000', national: '01 99 00 30 00' },
    });
  });

  it('is not shown to others', async () => {
    const site = await makeSite({ staticNumbers: [poster] });
    expect(firstSwap(await visit(site, { touch: { utm_source: 'other' } })).kind).toBe('pool');
  });

  it('takes no number of the pool', async () => {
    const site = await makeSite({ staticNumbers: [poster] });
    await visit(site, { touch: { utm_source: 'directory' } });
    expect(await readAll(site, 'leases')).toEqual([]);
  });

  it('gives the session its grade', async () => {
    const site = await makeSite({ staticNumbers: [poster] });
    await visit(site, { touch: { utm_source: 'directory' } });
    expect(await readOne(site, 'sessions')).toMatchObject({ grade: 'source', source: 'directory' });
  });
});

describe('what a session is told to come from', () => {
  it('keeps the marketing contact that began it', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit({
      page: { url: `${ORIGIN}/spring?utm_source=google#top` },
      touch: {
        referrer: 'https://www.google.com/',
        utm_source: 'google',
        utm_medium: 'cpc',
        utm_campaign: 'spring',
        utm_term: 'bicycle repair',
        utm_content: 'ad 1',
        utm_id: '42',
        gclid: 'Cj0KC',
      },
    });
    await browser.visit({ page: { url: `${ORIGIN}/prices` } });
    expect(await readOne(site, 'sessions')).toMatchObject({
      channel: 'Paid Search',
      source: 'google',
      medium: 'cpc',
      campaign: 'spring',
      term: 'bicycle repair',
      content: 'ad 1',
      campaignId: '42',
      gclid: 'Cj0KC',
      clickIds: { gclid: 'Cj0KC' },
      referrer: 'https://www.google.com/',
      landingPage: `${ORIGIN}/spring`,
    });
  });

  it('is direct where nothing says', async () => {
    const site = await makeSite();
    await visit(site);
    expect(await readOne(site, 'sessions')).toMatchObject({
      channel: 'Direct',
      source: '(direct)',
      medium: '(none)',
      campaign: null,
      gclid: null,
      clickIds: {},
    });
  });

  it('drops parameters that are not known', async () => {
    const site = await makeSite();
    const body = { ...visitBody(site), touch: { utm_source: 'a', secret: 'token', password: 'x' } };
    await postVisit(body);
    expect(JSON.stringify(await readOne(site, 'sessions'))).not.toMatch(/token|password/);
  });

  it('keeps no address of the network', async () => {
    const site = await makeSite();
    await postVisit(visitBody(site), { ...PAGE_HEADERS, 'cf-connecting-ip': '203.0.113.77' });
    expect(JSON.stringify(await readOne(site, 'sessions'))).not.toContain('203.0.113.77');
  });
});
