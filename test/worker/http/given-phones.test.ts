import { describe, expect, it } from 'vitest';
import { bareId, openBrowser, shownNumber } from '../support/browser.ts';
import { correct } from '../support/corrections.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { CALLER, ring } from '../support/phone.ts';
import { drain, ownRows } from '../support/pool.ts';
import { latestCall } from '../support/spam.ts';

/** Two visitors of one number, the second of whom is likelier to call: they came last. */
async function twoVisitors() {
  const site = await makeSite(definePool(1, 300, { share: true }));
  const [ada, bob] = [openBrowser(site), openBrowser(site)];
  const number = shownNumber(await ada.visit());
  await ada.send({ type: 'leave' });
  await advance(600);
  await bob.visit();
  await advance(30);
  return { site, ada, bob, number };
}

const given = (site: TestSite) =>
  ownRows<{ visitor_id: string }>(site, 'SELECT visitor_id FROM given_phones');

describe('a phone that a visitor gave as theirs', () => {
  it('calls for them, though others are likelier to call', async () => {
    const { site, ada, number } = await twoVisitors();
    await ada.send({ type: 'identify', traits: { phone: '06 39 98 00 01' } });
    await ring(site, number);
    const { match } = await latestCall(site);
    expect(match.session).toBe(ada.sessionId);
    expect(match.reasons).toContain('Gave the number of this phone on the site.');
    await ring(site, number, { from: '+33639980002' });
    expect((await latestCall(site)).match.session).not.toBe(ada.sessionId);
  });

  it('had called for them, as is known once they give it', async () => {
    const { site, ada, bob, number } = await twoVisitors();
    await ring(site, number);
    expect((await latestCall(site)).match.session).toBe(bob.sessionId);
    await ada.send({ type: 'form', name: 'contact', fields: { 'your-tel': CALLER } });
    const { match } = await latestCall(site);
    expect(match.session).toBe(ada.sessionId);
    expect(match.history).toMatchObject([
      { session: bob.sessionId, because: 'The visitor gave the number of this phone.' },
    ]);
    await ada.send({ type: 'form', name: 'contact', fields: { 'your-tel': CALLER } });
    expect((await latestCall(site)).match.history).toHaveLength(1);
  });

  it('is that of whom the owner named, whatever they gave', async () => {
    const { site, ada, bob, number } = await twoVisitors();
    await ring(site, number);
    const { id } = await latestCall(site);
    await correct(site, id, bob.sessionId);
    await ada.send({ type: 'identify', traits: { phone: CALLER } });
    expect((await latestCall(site)).match.session).toBe(bob.sessionId);
    await advance(60);
    await ring(site, number);
    expect((await latestCall(site)).match.session).toBe(bob.sessionId);
  });

  it('is theirs who gave it last', async () => {
    const { site, ada, bob } = await twoVisitors();
    for (const browser of [ada, bob]) {
      await browser.send({ type: 'identify', traits: { phone: CALLER } });
    }
    expect(await given(site)).toEqual([{ visitor_id: bareId(bob.visitor) }]);
  });

  it('is forgotten when nothing can be matched by it any more', async () => {
    const { site, ada } = await twoVisitors();
    await ada.send({ type: 'identify', traits: { phone: CALLER } });
    await advance(31 * 86_400);
    await drain(site);
    expect(await given(site)).toEqual([]);
  });
});

it.each([
  [{ phone: '06 39 98 00 01' }, 1],
  [{ Telefon: '+33 6 39 98 00 01', mobile: '0033639980001' }, 1],
  [{ billing_phone: '+33639980001', contact_tel: '+33639980002' }, 2],
  [{ hotel: '+33639980001', comment: '+33639980001' }, 0],
  [{ phone: 'call me', tel: 'anonymous', mobile: '' }, 0],
  [{ phone: 639980001, isMobile: true }, 1],
])('of what a page tells of a visitor, %j, %d are phones', async (traits, count) => {
  const { site, bob } = await twoVisitors();
  expect((await bob.send({ type: 'identify', traits })).status).toBe(204);
  expect(await given(site)).toHaveLength(count);
});
