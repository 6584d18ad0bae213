import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MATCH_WINDOW } from '../../../worker/domain/matching/match.ts';
import { DAY } from '../../../worker/domain/time.ts';
import { openBrowser, shownNumber } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import {
  definePool,
  defineSite,
  makeSite,
  numbers,
  putSite,
  type TestSite,
} from '../support/make-site.ts';
import { letDaysPass } from '../support/old-history.ts';
import { CALLER, postText } from '../support/phone.ts';
import { drain, dumpPool, evict, ownRows, poolOf } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

const [NUMBER = ''] = numbers(1);

beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}));
afterEach(async () => {
  vi.restoreAllMocks();
  await mendAll();
});

const count = async (site: TestSite) =>
  (await ownRows<{ n: number }>(site, 'SELECT count(*) AS n FROM messages'))[0]?.n ?? 0;

it('reaches D1 after a restart, too', async () => {
  const site = await makeSite();
  await breakDown({ d1: true });
  await postText(site, { to: NUMBER });
  await evict(site);
  await mendAll();
  await advance(3_600);
  expect(await readOne(site, 'messages')).toMatchObject({ text: 'Hello' });
});

it('is known after a restart', async () => {
  const site = await makeSite();
  await postText(site, { to: NUMBER });
  await evict(site);
  await postText(site, { to: NUMBER });
  expect(await readAll(site, 'messages')).toHaveLength(1);
});

it('is kept in the object with neither sender nor text in the clear', async () => {
  const site = await makeSite();
  await postText(site, { to: NUMBER, text: 'A secret of mine' });
  const kept = await dumpPool(site);
  expect(kept).toContain('m-1');
  expect(kept).not.toMatch(/secret of mine/);
  expect(kept).not.toContain(CALLER);
});

it('that D1 refuses for what it is is set aside, and holds up no other', async () => {
  const site = await makeSite();
  await breakDown({ d1: true });
  await postText(site, { to: NUMBER });
  await postText(site, { to: NUMBER, message: 'm-2' });
  await ownRows(site, "UPDATE messages SET message = '{' WHERE provider_message_id = 'm-1'");
  await mendAll();
  await advance(3_600);
  expect(await readAll(site, 'messages')).toMatchObject([{ providerMessageId: 'm-2' }]);
  const { setAside } = await poolOf(site).status();
  expect(setAside).toMatchObject([{ entity: 'message', key: 'generic m-1' }]);
});

it('goes from the object after the match window, once D1 has it', async () => {
  const site = await makeSite();
  await postText(site, { to: NUMBER });
  await letDaysPass(site, MATCH_WINDOW / DAY - 5);
  expect(await count(site)).toBe(1);
  await letDaysPass(site, 10);
  expect(await count(site)).toBe(0);
  expect(await readAll(site, 'messages')).toHaveLength(1);
});

it.each([
  [1, 4],
  [4, 1],
])('finds who was shown the number, when %d shards become %d', async (before, after) => {
  const definition = (shards: number) => ({ ...definePool(8), shards });
  const site = await makeSite(definition(before));
  const browsers = [openBrowser(site), openBrowser(site), openBrowser(site)];
  const shown: string[] = [];
  for (const browser of browsers) shown.push(shownNumber(await browser.visit()));
  for (const to of shown) await postText(site, { to, message: to });
  await putSite(site.key, defineSite(definition(after)));
  // Told again, and a new one each, where the numbers are now.
  for (const to of shown) await postText(site, { to, message: to });
  for (const to of shown) await postText(site, { to, message: `new ${to}` });
  await advance(60);
  await drain(site);
  const messages = await readAll(site, 'messages');
  expect(messages.map(({ number, match }) => [number, match.session]).sort()).toEqual(
    [...shown, ...shown]
      .map((number) => [number, browsers[shown.indexOf(number)]?.sessionId])
      .sort(),
  );
});
