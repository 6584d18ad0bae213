import { describe, expect, it } from 'vitest';
import type { VisitReply } from '../../../snippet/contract/wire.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, numbers, TARGET } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import { readAll, readOne } from '../support/read-reports.ts';

describe('a new lease', () => {
  it('takes the numbers in the owner’s order while they were never used', async () => {
    const site = await makeSite(definePool(3));
    const shown = [await visit(site), await visit(site), await visit(site)].map(shownNumber);
    expect(shown).toEqual(numbers(3));
  });

  it('takes a number never used before one that is free again', async () => {
    const site = await makeSite(definePool(2, 60));
    await visit(site);
    await advance(3_600);
    expect(shownNumber(await visit(site))).toBe(numbers(2)[1]);
  });

  it('takes the number seen longest ago once all were used', async () => {
    const site = await makeSite(definePool(3, 60));
    const browsers = [openBrowser(site), openBrowser(site), openBrowser(site)];
    const shown: string[] = [];
    for (const browser of browsers) shown.push(shownNumber(await browser.visit()));
    // The first came first and left last; the third was seen before the second.
    for (const index of [2, 1, 0]) {
      await advance(10);
      await browsers[index]?.send({ type: 'renew' });
    }
    await advance(120);
    const next = [await visit(site), await visit(site), await visit(site)].map(shownNumber);
    expect(next).toEqual([shown[2], shown[1], shown[0]]);
  });

  it('never takes a number inside its holder’s hold time', async () => {
    const site = await makeSite(definePool(1, 60));
    await visit(site);
    await advance(58);
    expect(firstSwap(await visit(site)).grade).toBe('none');
  });

  it('takes a number once the hold time is over', async () => {
    const site = await makeSite(definePool(1, 60));
    await visit(site);
    await advance(60);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('never takes a number inside its hold time after an eviction', async () => {
    const site = await makeSite(definePool(1, 60));
    await visit(site);
    await advance(58);
    await evict(site);
    expect(firstSwap(await visit(site)).grade).toBe('none');
  });

  it('gives each of many visitors at once a number of its own', async () => {
    const site = await makeSite();
    const replies = await Promise.all(Array.from({ length: 10 }, () => visit(site)));
    expect(new Set(replies.map(shownNumber)).size).toBe(10);
  });

  it('gives no more numbers than there are to many visitors at once', async () => {
    const site = await makeSite(definePool(3));
    const replies = await Promise.all(Array.from({ length: 8 }, () => visit(site)));
    const own = replies.filter((reply) => firstSwap(reply).grade === 'own');
    expect(new Set(own.map(shownNumber)).size).toBe(3);
  });

  it('promises the number for no longer than the pool keeps it', async () => {
    const site = await makeSite(definePool(1, 90));
    expect(firstSwap(await visit(site)).validFor).toBe(90);
  });
});

it('several targets are shown numbers of several pools', async () => {
  const other = '+33199005678';
  const site = await makeSite({
    pools: [
      { name: 'sales', holdSeconds: 60, numbers: numbers(1, 2000) },
      { name: 'workshop', holdSeconds: 300, numbers: numbers(1, 3000) },
    ],
    targets: [
      { number: TARGET, pool: 'sales' },
      { number: other, pool: 'workshop' },
    ],
  });
  const { swaps } = await visit(site);
  expect(swaps.map(({ number, validFor }) => [number.e164, validFor])).toEqual([
    ['+33199002000', 60],
    // Promised for less than the hold time, until the page shows a sign of life.
    ['+33199003000', 120],
  ]);
});

it('a session with two numbers keeps both through evictions', async () => {
  const targets = [
    { number: TARGET, pool: 'website' },
    { number: '+33199005678', pool: 'website' },
  ];
  const site = await makeSite({ targets });
  const browser = openBrowser(site);
  const shown = ({ swaps }: VisitReply) => swaps.map(({ target, number }) => [target, number]);
  const before = shown(await browser.visit());
  await evict(site);
  expect(shown(await browser.visit())).toEqual(before);
});

it('the history of a number keeps every lease', async () => {
  const site = await makeSite(definePool(1, 60));
  for (let visitors = 0; visitors < 4; visitors++) {
    await visit(site);
    await advance(61);
  }
  expect(await readAll(site, 'leases')).toHaveLength(4);
});

it('a call changes nothing of who is shown the number', async () => {
  const site = await makeSite(definePool(1, 60));
  const browser = openBrowser(site);
  const number = shownNumber(await browser.visit());
  await ring(site, number);
  expect(shownNumber(await browser.visit())).toBe(number);
  expect((await readOne(site, 'leases')).session).toBe(browser.sessionId);
});
