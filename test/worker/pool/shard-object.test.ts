import { env } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import { SECOND } from '../../../worker/domain/time.ts';
import { visit } from '../support/browser.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { alarmAt, poolOf } from '../support/pool.ts';

const [NUMBER = ''] = numbers(1);

async function callsInD1({ id }: TestSite): Promise<number> {
  const counted = env.DB.prepare('SELECT count(*) AS calls FROM calls WHERE site_id = ?').bind(id);
  return (await counted.first<number>('calls')) ?? 0;
}

const reachD1 = (site: TestSite, calls: number) =>
  vi.waitFor(async () => expect(await callsInD1(site)).toBe(calls), { timeout: 5 * SECOND });

describe('a call', () => {
  it('reaches D1 in a moment, long before the alarm that is behind it', async () => {
    const site = await makeSite();
    const before = Date.now();
    await ring(site, NUMBER);
    const alarm = (await alarmAt(site)) ?? 0;
    expect(alarm - before).toBeGreaterThan(9 * SECOND);
    await reachD1(site, 1);
    expect(await alarmAt(site)).toBe(alarm);
  });

  it('sets no alarm while that of an earlier one is still to ring', async () => {
    const site = await makeSite();
    await ring(site, NUMBER);
    const alarm = await alarmAt(site);
    await reachD1(site, 1);
    await ring(site, NUMBER);
    await reachD1(site, 2);
    expect(await alarmAt(site)).toBe(alarm);
  });
});

describe('a visit', () => {
  it('waits for an alarm, which it shares with those that come until then', async () => {
    const site = await makeSite();
    await visit(site);
    const alarm = (await alarmAt(site)) ?? 0;
    expect(alarm).toBeLessThan(Date.now() + 9 * SECOND);
    await visit(site);
    expect(await alarmAt(site)).toBe(alarm);
  });

  it('that waits goes to D1 with a call', async () => {
    const site = await makeSite();
    await visit(site);
    await ring(site, NUMBER);
    await reachD1(site, 1);
    expect((await poolOf(site).status()).unsent).toBe(0);
  });
});
