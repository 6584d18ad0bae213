import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playCall } from '../../worker/local/cli/play-call.ts';
import { launchChromium } from '../support/chromium.ts';
import { type DemoVisitor, openDemoShop } from '../support/demo-visitor.ts';
import { eventually } from '../support/eventually.ts';
import { type RunningServer, startServer } from '../support/local-server.ts';

/** Longer than a lease lives after its page was closed, hold time and all. */
const LEASE_RUNS_OUT = 3_600;

type Session = { id: string; source: string; referrer: string | null };

let server: RunningServer;
let browser: Browser;
let a: DemoVisitor;
let b: DemoVisitor;

/** Rings a number as Twilio does; its official SDK signs. */
const ring = (to: string, from: string) =>
  playCall({
    provider: 'twilio',
    to,
    from,
    outcome: 'answered',
    site: 'demo',
    url: server.url,
    apiKey: 'demo-api-key',
  });

beforeAll(async () => {
  server = await startServer();
  browser = await launchChromium();
  a = await openDemoShop(browser, server, {
    query:
      '?utm_source=google&utm_medium=cpc&utm_campaign=spring+sale&utm_term=bike&gclid=EAIaIQ-a',
  });
  b = await openDemoShop(browser, server, { referer: 'https://www.velo-blog.example/best-shops' });
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

describe('two visitors of the demo shop', () => {
  it('see a number of their own each', async () => {
    const numbers = [await a.shownNumber(), await b.shownNumber()];
    expect(new Set(numbers).size).toBe(2);
    for (const number of numbers) expect(number).toMatch(/^\+3319900200\d$/);
  });

  it('see it in every place on the page, written as the page wrote it', async () => {
    const last = (await a.shownNumber()).slice(-1);
    await a.page.waitForSelector('#late');
    await eventually(
      async () => ((await a.page.textContent('#late'))?.includes('20 0') ? true : undefined),
      'the number that a script added is swapped',
    );
    expect(await a.page.locator('#numbers b').allTextContents()).toEqual([
      `01.99.00.20.0${last}`,
      `01-99-00-20-0${last}`,
      `019900200${last}`,
      `+33 1 99 00 20 0${last}`,
      `+33 (0)1 99 00 20 0${last}`,
      `01 99 00 20 0${last}`,
    ]);
    expect(await a.page.locator('main p').first().textContent()).toContain(
      `on 01 99 00 20 0${last}, any day`,
    );
    expect(await a.page.locator('#numbers a').getAttribute('href')).toBe(`tel:019900200${last}`);
    expect(await a.page.locator('nav .call').textContent()).toContain(`01 99 00 20 0${last}`);
  });

  it('see everything else as it was', async () => {
    expect(await a.page.locator('p.soft').textContent()).toContain('Order no. 0199001234567');
    expect([...a.errors, ...b.errors]).toEqual([]);
  });

  it('keep their number on the next page', async () => {
    const before = await b.shownNumber();
    await b.page.click('text=Repairs');
    await b.page.waitForURL('**/demo/repairs');
    await expect.poll(() => b.shownNumber()).toBe(before);
  });
});

describe('a call to the number a visitor sees', () => {
  it('is forwarded to the shop', async () => {
    const { answer } = await ring(await a.shownNumber(), '+33639980001');
    expect(answer.status).toBe(200);
    expect(answer.contentType).toContain('text/xml');
    expect(answer.body).toMatch(/<Dial[^>]*>\s*<Number[^>]*>\+33199001234<\/Number>\s*<\/Dial>/);
  });

  it('is tied to the session of A, with source, campaign and gclid', async () => {
    const { call } = await ring(await a.shownNumber(), '+33639980002');
    expect(call).toMatchObject({
      outcome: 'answered',
      caller: '+33639980002',
      match: { band: 'high' },
      session: {
        source: 'google',
        medium: 'cpc',
        campaign: 'spring sale',
        term: 'bike',
        gclid: 'EAIaIQ-a',
      },
    });
  });

  it('is tied to the session of B, with its referrer', async () => {
    const { call } = await ring(await b.shownNumber(), '+33639980003');
    const sessions = await server.read<Session>('sessions');
    const session = sessions.find(({ source }) => source === 'velo-blog.example');
    expect(call?.match?.session).toBe(session?.id);
    expect(call?.session).toMatchObject({
      source: 'velo-blog.example',
      medium: 'referral',
      referrer: 'https://www.velo-blog.example/best-shops',
    });
  });

  it('is still A’s after A has left and the lease ran out, while nobody else held the number', async () => {
    const number = await a.shownNumber();
    const before = await ring(number, '+33639980004');
    await a.close();
    await server.advanceClock(LEASE_RUNS_OUT);
    const { call } = await ring(number, '+33639980005');
    expect(call?.match?.session).toBe(before.call?.match?.session);
    expect(call?.match?.confidence).toBeLessThan(before.call?.match?.confidence ?? 0);
    expect(call?.match?.confidence).toBeGreaterThan(0.5);
  });
});
