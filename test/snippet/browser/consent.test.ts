import type { BrowserContext } from 'playwright-core';
import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';
import { noSwap, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();
const BODY = '<p id="p">01 99 00 12 34</p>';

/** As the worker does it: no ids without a yes. */
function askForConsent(consent: 'required' | 'tcf' | 'google') {
  world.server.settingsChange = { consent };
  world.server.onVisit = (visit) =>
    visit.consent === 'granted'
      ? visitReply()
      : visitReply({ visitor: null, session: null, swaps: [noSwap()] });
}

async function stored(
  context: BrowserContext,
  page: { evaluate: (code: string) => Promise<unknown> },
) {
  const kept = await page.evaluate(
    "Object.keys(localStorage).filter((key) => key.startsWith('ringtrace'))",
  );
  const cookies = (await context.cookies()).filter(({ name }) => name.startsWith('ringtrace'));
  return [...(kept as string[]), ...cookies.map(({ name }) => name)];
}

it('lets a later yes, and then a no, take effect at once', async () => {
  askForConsent('required');
  const page = await world.open(BODY);
  await expect.poll(() => world.server.visits.length).toBe(1);
  expect(await stored(world.context, page)).toEqual([]);

  await page.waitForFunction('window.ringtrace');
  await page.evaluate("ringtrace('consent', true)");
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(world.server.visits[1]).toMatchObject({ consent: 'granted' });
  expect(await stored(world.context, page)).not.toEqual([]);

  await page.evaluate("ringtrace('consent', false)");
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 12 34');
  await expect
    .poll(() => world.server.visits[2])
    .toMatchObject({ consent: 'denied', visitor: null });
  expect(await stored(world.context, page)).toEqual([]);
});

it('keeps what an earlier yes allowed until the page says it again, however late', async () => {
  askForConsent('required');
  const page = await world.open(BODY);
  await page.waitForFunction('window.ringtrace');
  await page.evaluate("ringtrace('consent', true)");
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  const before = world.server.visits.length;
  await world.open(BODY, { page });
  await expect.poll(() => world.server.visits.length).toBe(before + 1);
  expect(world.server.visits.at(-1)).toMatchObject({ consent: 'unknown', visitor: null });
  await page.waitForTimeout(200);
  await page.evaluate("ringtrace('consent', true)");
  await expect
    .poll(() => world.server.visits.at(-1))
    .toMatchObject({ consent: 'granted', visitor: 'visitor.signed' });
});

/** A consent management platform as the TCF specifies it, with a visitor who answers when told to. */
const CMP = `<script>
  window.__tcfapi = (command, version, callback) => { window.tcf = callback };
  window.answer = (yes) => tcf({ eventStatus: 'useractioncomplete', gdprApplies: true, purpose: { consents: { 1: yes } } }, true);
</script>`;

it('reads the answer of a TCF banner, and waits while it is open', async () => {
  askForConsent('tcf');
  const page = await world.open(CMP + BODY);
  await page.waitForFunction('window.tcf');
  await page.evaluate(
    "tcf({ eventStatus: 'cmpuishown', gdprApplies: true, purpose: { consents: {} } }, true)",
  );
  await expect.poll(() => world.server.visits.length).toBe(1);
  expect(world.server.visits[0]).toMatchObject({ consent: 'unknown' });
  await page.evaluate('answer(true)');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  await page.evaluate('answer(false)');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 12 34');
});

it('takes a TCF answer that is already known with the first question', async () => {
  askForConsent('tcf');
  const known = `<script>window.__tcfapi = (command, version, callback) =>
    callback({ eventStatus: 'tcloaded', gdprApplies: true, purpose: { consents: { 1: true } } }, true)</script>`;
  const page = await world.open(known + BODY);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(world.server.visits.map(({ consent }) => consent)).toEqual(['granted']);
});

it('reads Google Consent Mode from the data layer, default and update', async () => {
  askForConsent('google');
  const layer = `<script>dataLayer = []; function gtag() { dataLayer.push(arguments) }
    gtag('consent', 'default', { analytics_storage: 'denied' })</script>`;
  const page = await world.open(layer + BODY);
  await expect.poll(() => world.server.visits.length).toBe(1);
  expect(world.server.visits[0]).toMatchObject({ consent: 'denied' });
  await page.evaluate("gtag('consent', 'update', { analytics_storage: 'granted' })");
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.evaluate('dataLayer.length')).toBe(2);
});

it('recognises the visitor on a sister domain by the cookie', async () => {
  const page = await world.open(BODY);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  // Another origin of the same host shares cookies, not storage.
  await page.evaluate('localStorage.clear()');
  await world.open(BODY, { page });
  await expect
    .poll(() => world.server.visits[1])
    .toMatchObject({ visitor: 'visitor.signed', session: 'session.signed' });
});
