import { describe, expect, it } from 'vitest';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import {
  definePool,
  defineSite,
  makeSite,
  numbers,
  putSite,
  TARGET,
} from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const HOLD = 300;
const COUNT = 8;

/** A site whose count of shards changes while three browsers show numbers of it. */
async function changedWhileShown(shards: readonly number[]) {
  const definition = (count: number) => ({ ...definePool(COUNT, HOLD), shards: count });
  const [before = 1, ...after] = shards;
  const site = await makeSite(definition(before));
  const browsers = [openBrowser(site), openBrowser(site), openBrowser(site)];
  const shown: string[] = [];
  for (const browser of browsers) shown.push(shownNumber(await browser.visit()));
  for (const count of after) await putSite(site.key, defineSite(definition(count)));
  return { site, browsers, shown };
}

const changes = [
  ['more', [1, 2]],
  ['many more', [1, 8]],
  ['more and more', [1, 2, 4]],
  ['more, and back', [1, 4, 1]],
  ['fewer', [4, 2]],
] as const;

describe.each(changes)('when there are %s shards', (_what, shards) => {
  it('whoever is shown a number has it to themselves for as long as before', async () => {
    const { site, shown } = await changedWhileShown(shards);
    const others = new Set<string>();
    for (let come = 0; come < 2 * COUNT; come++) others.add(shownNumber(await visit(site)));
    expect(shown.filter((number) => others.has(number))).toEqual([]);
  });

  it('a call still finds who is shown the number', async () => {
    const { site, browsers, shown } = await changedWhileShown(shards);
    for (const number of shown) await ring(site, number);
    await advance(60);
    const calls = await readAll(site, 'calls');
    expect(calls.map(({ number, match }) => [number, match.session]).sort()).toEqual(
      shown.map((number, index) => [number, browsers[index]?.sessionId]).sort(),
    );
  });

  it('every number is leased again once it is free', async () => {
    const { site } = await changedWhileShown(shards);
    // One step more than the hold time: a number moves when its former shard is asked the next time.
    for (const seconds of [HOLD, 60, 60]) await advance(seconds);
    const leased = new Set<string>();
    for (let come = 0; come < 4 * COUNT; come++) {
      const swap = firstSwap(await visit(site));
      if (swap.grade === 'own') leased.add(swap.number.e164);
    }
    expect([...leased].sort()).toEqual(numbers(COUNT));
  });
});

describe.each(changes.filter(([, counts]) => (counts.at(-1) ?? 0) >= counts[0]))(
  'when there are at last no fewer: %s',
  (_what, shards) => {
    it('a session keeps its number', async () => {
      const { browsers, shown } = await changedWhileShown(shards);
      for (const [index, browser] of browsers.entries()) {
        const session = browser.sessionId;
        expect(shownNumber(await browser.visit())).toBe(shown[index]);
        expect(browser.sessionId).toBe(session);
      }
    });
  },
);

it('a call months later finds nobody, wherever the number has been', async () => {
  const { site, shown } = await changedWhileShown([1, 4]);
  await advance(40 * 86_400);
  await ring(site, shown[0] ?? '');
  await advance(60);
  const [call] = await readAll(site, 'calls');
  expect(call).toMatchObject({ match: { session: null, band: 'unattributed' } });
  expect(call?.number).not.toBe(TARGET);
});
