import { abortAllDurableObjects } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { refusalOf } from '../support/ask.ts';
import {
  bareId,
  FIREFOX,
  openBrowser,
  PAGE_HEADERS,
  postEvents,
  randomId,
  shownNumber,
  visit,
} from '../support/browser.ts';
import { advance, breakDown, mendAll, now, STEP_SECONDS } from '../support/local.ts';
import { definePool, makeSite, ORIGIN } from '../support/make-site.ts';
import { drain, evict, poolOf } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

afterEach(mendAll);

const renew = { type: 'renew' } as const;
const leave = { type: 'leave' } as const;
const tap = { type: 'tap', number: '+33199002000' } as const;

describe('a renewal', () => {
  it('is answered 204 with nothing to read', async () => {
    const browser = openBrowser(await makeSite());
    await browser.visit();
    const response = await browser.send(renew);
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('keeps the number beyond the hold time', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    for (let minute = 0; minute < 10; minute += 2) {
      await advance(120);
      await browser.send(renew);
    }
    expect((await visit(site)).swaps[0]?.grade).toBe('none');
  });

  it('moves the lease forward', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(120);
    const renewedAt = await now();
    await browser.send(renew);
    await advance(STEP_SECONDS);
    expect((await readOne(site, 'leases')).lastSeenAt).toBeGreaterThanOrEqual(renewedAt);
  });

  it('that arrives late never shortens the lease', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(120);
    await browser.send(renew);
    const { lastSeenAt } = await readOne(site, 'leases');
    await browser.send({ ...renew, ageMs: 100_000 });
    await advance(61);
    expect((await readOne(site, 'leases')).lastSeenAt).toBeGreaterThanOrEqual(lastSeenAt);
  });

  it('counts from when it happened, not from when it arrived', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(200);
    const sentAt = await now();
    await browser.send({ ...renew, ageMs: 100_000 });
    await advance(61);
    const { lastSeenAt } = await readOne(site, 'leases');
    expect(lastSeenAt).toBeLessThan(sentAt - 90_000);
  });

  it('never reaches back before its session', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send({ ...tap, ageMs: 9e15 });
    const { startedAt, journey } = await readOne(site, 'sessions');
    expect(journey.every(({ at }) => at >= startedAt)).toBe(true);
  });

  it('keeps the session from going idle', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const { session } = await browser.visit();
    await advance(20 * 60);
    await browser.send(renew);
    await advance(20 * 60);
    expect((await browser.visit()).session).toBe(session);
  });

  it('brings nothing back that has run out, even where nobody has taken the number since', async () => {
    const site = await makeSite(definePool(1, 60));
    const browser = openBrowser(site);
    await browser.visit();
    await advance(600);
    expect((await browser.send(renew)).status).toBe(410);
    expect((await visit(site)).swaps[0]?.grade).toBe('own');
  });

  it('loses at most one persistence step when the object is evicted', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    await advance(30);
    await browser.send(renew);
    await evict(site);
    await advance(299);
    expect((await visit(site)).swaps[0]?.grade).toBe('none');
  });

  it('loses at most one persistence step when it came long after the one saved', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    // Saved when the alarm rang at 60 s, and then as it was at 30 s.
    await advance(30);
    await browser.send(renew);
    await advance(30);
    await advance(59);
    await browser.send(renew);
    await evict(site);
    await advance(299);
    expect((await visit(site)).swaps[0]?.grade).toBe('none');
  });

  it('does not carry a lease into the future, however often the object is evicted', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    for (let times = 0; times < 5; times++) {
      await evict(site);
      await browser.send(renew);
    }
    const { lastSeenAt } = await readOne(site, 'leases');
    expect(lastSeenAt).toBeLessThanOrEqual(await now());
  });
});

describe('leaving', () => {
  it('does not give the number to the next at once', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send(leave);
    expect((await visit(site)).swaps[0]?.grade).toBe('none');
  });

  it('is the last that was seen of the visitor', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(45);
    const leftAt = await now();
    await browser.send(leave);
    await advance(60);
    expect((await readOne(site, 'leases')).lastSeenAt).toBeGreaterThanOrEqual(leftAt);
  });

  it('hours after the page was last seen revives neither lease nor session', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    const [before] = await readAll(site, 'leases');
    await advance(5 * 3_600);
    expect((await browser.send(leave)).status).toBe(410);
    expect((await readOne(site, 'leases')).lastSeenAt).toBe(before?.lastSeenAt);
    expect((await readOne(site, 'sessions')).lastSeenAt).toBe(before?.lastSeenAt);
  });

  it('writes nothing down by itself', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await drain(site);
    await browser.send(leave);
    expect((await poolOf(site).status()).unsent).toBe(0);
  });
});

describe('what happens on the page', () => {
  it('is kept in the journey', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await advance(1);
    await browser.send(
      { type: 'page', url: `${ORIGIN}/prices?secret=1`, title: 'Prices', ageMs: 400 },
      { ...tap, ageMs: 300 },
      { type: 'form', name: 'quote', fields: { topic: 'wheels' }, ageMs: 200 },
      { type: 'custom', name: 'chat', data: { rating: 5, happy: true }, ageMs: 100 },
      {
        type: 'identify',
        traits: { email: 'ada@example.com', customer: true, age: 36 },
        ageMs: 50,
      },
    );
    const { journey } = await readOne(site, 'sessions');
    expect(journey.slice(1).map(({ id, at, ...entry }) => entry)).toEqual([
      { type: 'page', url: `${ORIGIN}/prices`, title: 'Prices' },
      { type: 'tap', number: '+33199002000' },
      { type: 'form', name: 'quote', fields: { topic: 'wheels' } },
      { type: 'custom', name: 'chat', data: { rating: 5, happy: true } },
      { type: 'identify', traits: { email: 'ada@example.com', customer: true, age: 36 } },
    ]);
  });

  it('is kept without control characters and halves of surrogate pairs in names', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send(
      { type: 'form', name: 'quote', fields: { 'to\u0000pic\r\n': 'wheels' } },
      { type: 'custom', name: 'chat', data: { 'rat\ud800ing': 5 } },
    );
    expect((await readOne(site, 'sessions')).journey.slice(1)).toMatchObject([
      { fields: { 'to pic': 'wheels' } },
      { data: { 'rat ing': 5 } },
    ]);
  });

  it('counts once however often it is sent', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    for (let times = 0; times < 3; times++) await browser.send({ ...tap, id: 'once' });
    const { journey } = await readOne(site, 'sessions');
    expect(journey.filter(({ type }) => type === 'tap')).toHaveLength(1);
  });

  it('counts once when sent twice in one request', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    await browser.visit();
    await browser.send({ ...tap, id: 'once' }, { ...tap, id: 'once' });
    const { journey } = await readOne(site, 'sessions');
    expect(journey.filter(({ type }) => type === 'tap')).toHaveLength(1);
  });

  const lasting = [
    ['a tap', tap],
    ['a form', { type: 'form', name: 'quote' }],
    ['a custom event', { type: 'custom', name: 'chat' }],
    ['an identification', { type: 'identify', traits: { plan: 'gold' } }],
  ] as const;
  for (const [what, event] of lasting) {
    it(`${what} outlives the eviction of the object`, async () => {
      const site = await makeSite();
      const browser = openBrowser(site);
      await browser.visit();
      await browser.send(event);
      await evict(site);
      expect((await readOne(site, 'sessions')).journey).toContainEqual(
        expect.objectContaining({ type: event.type }),
      );
    });

    it(`${what} outlives a crash of the object`, async () => {
      const site = await makeSite();
      const browser = openBrowser(site);
      await browser.visit();
      await browser.send(event);
      await abortAllDurableObjects();
      expect((await readOne(site, 'sessions')).journey).toContainEqual(
        expect.objectContaining({ type: event.type }),
      );
    });
  }
});

describe('a session that lost its number', () => {
  async function lostToAnother() {
    const site = await makeSite(definePool(1, 60));
    const browser = openBrowser(site);
    const shown = shownNumber(await browser.visit());
    await advance(61);
    expect(shownNumber(await visit(site))).toBe(shown);
    return { site, browser };
  }

  it('is told so', async () => {
    const { browser } = await lostToAnother();
    const response = await browser.send(renew);
    expect(await refusalOf(response)).toEqual({ status: 410, code: 'lease_ended' });
  });

  it('is told so in words that the page may read', async () => {
    const { browser } = await lostToAnother();
    const response = await browser.send(renew);
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });

  it('does not extend the lease of the one who has it now', async () => {
    const { site, browser } = await lostToAnother();
    const [before] = await readAll(site, 'leases');
    await advance(30);
    await browser.send(renew, leave);
    const [after] = await readAll(site, 'leases');
    expect(after?.lastSeenAt).toBe(before?.lastSeenAt);
  });

  it('keeps what its visitor did all the same', async () => {
    const { site, browser } = await lostToAnother();
    await browser.send(tap);
    const sessions = await readAll(site, 'sessions');
    expect(sessions.find(({ id }) => id === browser.sessionId)?.journey).toContainEqual(
      expect.objectContaining({ type: 'tap' }),
    );
  });
});

describe('a session that is not ours', () => {
  it('is over when its id is forged', async () => {
    const site = await makeSite();
    const { session } = await visit(site);
    const forged = `${bareId(session)}.${'A'.repeat(22)}`;
    const events = [{ ...renew, id: 'a', ageMs: 0 }];
    const response = await postEvents({
      v: 1,
      site: site.key,
      visitor: null,
      session: forged,
      events,
    });
    expect(await refusalOf(response)).toEqual({ status: 410, code: 'lease_ended' });
  });

  it('is over when there is none', async () => {
    const browser = openBrowser(await makeSite());
    expect(await refusalOf(await browser.send(renew))).toMatchObject({ code: 'lease_ended' });
  });

  it('is over when it is of another site', async () => {
    const [here, there] = [await makeSite(), await makeSite()];
    const { session } = await visit(there);
    const events = [{ ...renew, id: 'a', ageMs: 0 }];
    const response = await postEvents({ v: 1, site: here.key, visitor: null, session, events });
    expect(response.status).toBe(410);
  });
});

describe('malformed events', () => {
  const wrong = {
    'none at all': [],
    'fifty-one': Array.from({ length: 51 }, (_, i) => ({ ...renew, id: `${i}`, ageMs: 0 })),
    'one without an id': [{ ...renew, ageMs: 0 }],
    'one with a control character in its id': [{ ...renew, id: 'a\u001b', ageMs: 0 }],
    'one with half a surrogate pair in its id': [{ ...renew, id: '\udc00', ageMs: 0 }],
    'one of an unknown type': [{ type: 'reboot', id: 'a', ageMs: 0 }],
    'one from the future': [{ ...renew, id: 'a', ageMs: -1 }],
    'a tap without a number': [{ type: 'tap', id: 'a', ageMs: 0 }],
    'an identification without traits': [{ type: 'identify', id: 'a', ageMs: 0 }],
    'an identification by a list': [
      { type: 'identify', id: 'a', ageMs: 0, traits: { roles: ['owner'] } },
    ],
    'an identification of thirty-three traits': [
      {
        type: 'identify',
        id: 'a',
        ageMs: 0,
        traits: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`t${i}`, i])),
      },
    ],
    'a form of thirty-three fields': [
      {
        type: 'form',
        name: 'a',
        id: 'a',
        ageMs: 0,
        fields: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`f${i}`, ''])),
      },
    ],
  };
  for (const [what, events] of Object.entries(wrong)) {
    it(`${what}: refused with a code`, async () => {
      const site = await makeSite();
      const { visitor, session } = await visit(site);
      const response = await postEvents({ v: 1, site: site.key, visitor, session, events });
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
    });
  }

  it('too large: refused', async () => {
    const response = await postEvents(' '.repeat(64 * 1_024 + 1));
    expect(await refusalOf(response)).toEqual({ status: 413, code: 'body_too_large' });
  });
});

it('events of robots are dropped', async () => {
  const site = await makeSite();
  const { visitor, session } = await visit(site);
  const events = [{ ...tap, id: randomId(), ageMs: 0 }];
  const body = { v: 1, site: site.key, visitor, session, events };
  const bot = `${FIREFOX} Googlebot/2.1`;
  expect((await postEvents(body, { ...PAGE_HEADERS, 'user-agent': bot })).status).toBe(204);
  expect((await readOne(site, 'sessions')).journey).toHaveLength(1);
});

it('events are refused for now while the pool does not answer', async () => {
  const browser = openBrowser(await makeSite());
  await browser.visit();
  await breakDown({ pool: 'error' });
  expect(await refusalOf(await browser.send(tap))).toEqual({
    status: 503,
    code: 'pool_unavailable',
  });
});
