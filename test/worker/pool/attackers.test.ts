import { describe, expect, it, vi } from 'vitest';
import type { VisitReply, VisitRequest } from '../../../snippet/contract/wire.ts';
import { bareId, firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, type TestSite } from '../support/make-site.ts';
import { readAll } from '../support/read-reports.ts';

// Much happens here, on a machine that may be slow.
vi.setConfig({ testTimeout: 60_000 });

/** Of forty numbers one network may hold ten. */
const POOL = 40;
const SHARE = 0.25;
const LIMIT = POOL * SHARE;

const ATTACKER = '203.0.113.7';
const MINTED = 1_000;
const AT_ONCE = 50;

const guardedSite = (share: boolean) =>
  makeSite(definePool(POOL, 300, { share, networkShare: SHARE }));

const visitFrom = (ip: string, site: TestSite, change: Partial<VisitRequest> = {}) =>
  visit(site, change, { 'cf-connecting-ip': ip });

/** So many new visitors, all at once, each from the next of the addresses. */
function flock(site: TestSite, count: number, addresses: (index: number) => string) {
  return Promise.all(
    Array.from({ length: count }, (_, index) => visitFrom(addresses(index), site)),
  );
}

/** A client that takes a new visitor's part again and again. */
async function mint(site: TestSite, count: number, ip = ATTACKER): Promise<VisitReply[]> {
  const replies: VisitReply[] = [];
  while (replies.length < count) {
    const left = Math.min(AT_ONCE, count - replies.length);
    replies.push(...(await flock(site, left, () => ip)));
  }
  return replies;
}

/** Twenty visitors from twenty networks. */
const ordinary = (site: TestSite) => flock(site, 20, (index) => `198.51.100.${index + 1}`);

const grades = (replies: readonly VisitReply[]) => replies.map((reply) => firstSwap(reply).grade);
const numbersOf = (replies: readonly VisitReply[]) =>
  new Set(replies.filter((reply) => firstSwap(reply).grade !== 'none').map(shownNumber));

describe.each([
  ['shares', true, 'shared'],
  ['does not share', false, 'none'],
] as const)('one network that mints a thousand visitors of a pool that %s', (_how, share, past) => {
  it('leaves twenty ordinary visitors numbers of their own', async () => {
    const site = await guardedSite(share);
    await mint(site, MINTED);
    const replies = await ordinary(site);
    expect(grades(replies)).toEqual(Array(20).fill('own'));
    expect(numbersOf(replies).size).toBe(20);
  });

  it(`holds its share of the pool, and past it gets: ${past}`, async () => {
    const site = await guardedSite(share);
    const minted = grades(await mint(site, 100));
    expect(minted).toEqual([...Array(LIMIT).fill('own'), ...Array(100 - LIMIT).fill(past)]);
  });

  it('takes nothing of those who were there before', async () => {
    const site = await guardedSite(share);
    const browser = openBrowser(site);
    const number = shownNumber(await browser.visit());
    const minted = await mint(site, 100);
    expect(numbersOf(minted)).not.toContain(number);
    expect(firstSwap(await browser.visit())).toMatchObject({
      grade: 'own',
      number: { e164: number },
    });
  });
});

describe('a network', () => {
  it('that holds its share shares among its own numbers alone', async () => {
    const site = await guardedSite(true);
    const minted = await mint(site, 100);
    const others = await ordinary(site);
    expect(numbersOf(minted).size).toBe(LIMIT);
    expect(numbersOf([...minted, ...others]).size).toBe(LIMIT + 20);
    expect(numbersOf(await mint(site, AT_ONCE))).toEqual(numbersOf(minted));
  });

  it('is an IPv4 address: its neighbour is another', async () => {
    const site = await guardedSite(false);
    const replies = await flock(site, 30, (index) => `203.0.113.${7 + (index % 2)}`);
    expect(grades(replies).filter((grade) => grade === 'own')).toHaveLength(2 * LIMIT);
  });

  it('is all of an IPv6 /48, however it is written', async () => {
    const site = await guardedSite(false);
    const spellings = [
      '2001:db8:7::',
      '2001:DB8:7:0:0:0:0:1',
      '2001:0db8:0007:beef:dead::1',
      '2001:db8:7::1:2:3:4',
    ];
    const replies = await flock(site, 30, (index) =>
      index < 4 ? (spellings[index] ?? '') : `2001:db8:7:${index.toString(16)}::1`,
    );
    expect(grades(replies).filter((grade) => grade === 'own')).toHaveLength(LIMIT);
  });

  it('is not the IPv6 /48 next to it', async () => {
    const site = await guardedSite(false);
    await mint(site, 30, '2001:db8:7::1');
    expect(firstSwap(await visitFrom('2001:db8:8::1', site)).grade).toBe('own');
  });

  it('may hold numbers again once those it held are free', async () => {
    const site = await guardedSite(false);
    await mint(site, 30);
    await advance(300);
    const again = grades(await mint(site, 30));
    expect(again.filter((grade) => grade === 'own')).toHaveLength(LIMIT);
  });

  it('has what its visitors did counted like that of anybody', async () => {
    const site = await guardedSite(false);
    await mint(site, 30);
    expect(await readAll(site, 'sessions')).toHaveLength(30);
    expect(await readAll(site, 'leases')).toHaveLength(LIMIT);
  });
});

describe('ids that we have not signed', () => {
  it.each([
    ['with a signature of one’s own', (id: string) => `${bareId(id)}.${'A'.repeat(43)}`],
    ['without a signature', bareId],
    ['signed for another id', (id: string) => id.replace(/^./, '7')],
  ])('%s begin anew, and take nothing from whose they are', async (_how, forge) => {
    const site = await makeSite();
    const victim = openBrowser(site);
    const number = shownNumber(await victim.visit());
    const forged = { visitor: forge(victim.visitor ?? ''), session: forge(victim.session ?? '') };
    const reply = await visit(site, forged);
    expect(bareId(reply.visitor)).not.toBe(bareId(victim.visitor));
    expect(bareId(reply.session)).not.toBe(victim.sessionId);
    expect(shownNumber(reply)).not.toBe(number);
    expect(firstSwap(await victim.visit())).toMatchObject({
      grade: 'own',
      number: { e164: number },
    });
  });

  it('but for another site, begin anew', async () => {
    const elsewhere = openBrowser(await makeSite());
    await elsewhere.visit();
    const { visitor, session } = elsewhere;
    const reply = await visit(await makeSite(), { visitor, session });
    expect(bareId(reply.visitor)).not.toBe(bareId(visitor));
    expect(bareId(reply.session)).not.toBe(bareId(session));
  });

  it('do not help past the share of a network', async () => {
    const site = await guardedSite(false);
    await mint(site, LIMIT);
    for (let forged = 0; forged < 5; forged++) {
      const visitor = `01m88gnv4p0x26m80ge65bajw${forged}.${'A'.repeat(43)}`;
      expect(firstSwap(await visitFrom(ATTACKER, site, { visitor })).grade).toBe('none');
    }
  });
});
