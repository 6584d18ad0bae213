import { afterEach, describe, expect, it } from 'vitest';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import { firstSwap, openBrowser, shownNumber, visit } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import {
  type Definition,
  definePool,
  makeSite,
  numbers,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';
import { postGeneric, ring } from '../support/phone.ts';
import { readOne } from '../support/read-reports.ts';

afterEach(mendAll);

const [first = '', second = '', third = ''] = numbers(3);
const HOUR = 3_600;

const pathOf = (site: TestSite, rest = '', pool = 'website') =>
  `/api/v1/sites/${site.key}/pools/${encodeURIComponent(pool)}${rest}`;

const add = (site: TestSite, list: readonly string[], pool = 'website') =>
  askAsAdmin('POST', pathOf(site, '/numbers', pool), { numbers: list });
const remove = (site: TestSite, list: readonly string[], pool = 'website') =>
  askAsAdmin('DELETE', pathOf(site, '/numbers', pool), { numbers: list });
const patch = (site: TestSite, settings: object, pool = 'website') =>
  askAsAdmin('PATCH', pathOf(site, '', pool), settings);

async function read(site: TestSite) {
  const response = await askAsAdmin('GET', `/api/v1/sites/${site.key}`);
  return response.json<Definition & { version: number }>();
}

async function numbersOf(site: TestSite, pool = 'website') {
  return (await read(site)).pools?.find(({ name }) => name === pool)?.numbers;
}

const twoPools: Partial<Definition> = {
  pools: [
    { name: 'website', numbers: [first, second], share: false },
    { name: 'spare', numbers: [third], share: false },
  ],
};

describe('numbers added to a pool', () => {
  it('are leased at once', async () => {
    const site = await makeSite(definePool(0));
    expect(firstSwap(await visit(site)).grade).toBe('none');
    await add(site, [first]);
    expect(shownNumber(await visit(site))).toBe(first);
  });

  it('come after those it has, and the version says so', async () => {
    const site = await makeSite(definePool(1));
    const { version } = await read(site);
    const response = await add(site, [third, second]);
    expect(await response.json()).toEqual({ site: site.key, version: version + 1, changed: 2 });
    expect(await numbersOf(site)).toEqual([first, third, second]);
  });

  it('may be there already, which publishes nothing anew', async () => {
    const site = await makeSite(definePool(2));
    const { version } = await read(site);
    const response = await add(site, [second]);
    expect(await response.json()).toEqual({ site: site.key, version, changed: 0 });
  });

  it('leave the pool they were in', async () => {
    const site = await makeSite(twoPools);
    await add(site, [second], 'spare');
    expect(await numbersOf(site)).toEqual([first]);
    expect(await numbersOf(site, 'spare')).toEqual([third, second]);
  });

  it('may be thousands', async () => {
    const many = Array.from({ length: 9_990 }, (_, index) => `+33198${100_000 + index}`);
    const site = await makeSite();
    expect(await (await add(site, many)).json()).toMatchObject({ changed: 9_990 });
    expect(await numbersOf(site)).toEqual([...numbers(10), ...many]);
  });

  it('are not lost to others that are added at the same moment', async () => {
    const site = await makeSite(definePool(0));
    const answers = await Promise.all(numbers(6).map((number) => add(site, [number])));
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
    expect([...((await numbersOf(site)) ?? [])].sort()).toEqual(numbers(6));
  });

  it('reach the published site at the second attempt where the first one was cut short', async () => {
    const site = await makeSite(definePool(0));
    await breakDown({ kv: true });
    expect((await add(site, [first])).ok).toBe(false);
    await mendAll();
    expect(await (await add(site, [first])).json()).toMatchObject({ changed: 0 });
    expect(shownNumber(await visit(site))).toBe(first);
  });

  it('reach a pool that could not be told with the next visit', async () => {
    const site = await makeSite(definePool(0));
    await breakDown({ pool: 'error' });
    expect((await add(site, [first])).status).toBe(200);
    await mendAll();
    expect(shownNumber(await visit(site))).toBe(first);
  });

  it('that were removed are in use again', async () => {
    const site = await makeSite(definePool(1));
    await remove(site, [first]);
    await add(site, [first]);
    expect(shownNumber(await visit(site))).toBe(first);
  });
});

describe('a number that moves while somebody is shown it', () => {
  async function movedWhileShown() {
    const site = await makeSite({
      ...twoPools,
      targets: [
        { number: TARGET, pool: 'website' },
        { number: '+33199005678', pool: 'spare' },
      ],
    });
    const browser = openBrowser(site);
    const moved = shownNumber(await browser.visit());
    await add(site, [moved], 'spare');
    return { site, browser, moved };
  }

  it('stays with that session', async () => {
    const { browser, moved } = await movedWhileShown();
    expect(shownNumber(await browser.visit())).toBe(moved);
  });

  it('brings its calls to that session', async () => {
    const { site, browser, moved } = await movedWhileShown();
    await ring(site, moved);
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('is not shown to anybody else meanwhile', async () => {
    const { site, moved } = await movedWhileShown();
    const shown = [await visit(site), await visit(site)].flatMap(({ swaps }) =>
      swaps.map(({ number }) => number.e164),
    );
    expect(shown).not.toContain(moved);
  });
});

describe('numbers removed from a pool', () => {
  for (const [how, removed] of [
    ['in bulk', (site: TestSite, number: string) => remove(site, [number])],
    [
      'one by one',
      (site: TestSite, number: string) => askAsAdmin('DELETE', pathOf(site, `/numbers/${number}`)),
    ],
    [
      'with the plus sign encoded',
      (site: TestSite, number: string) =>
        askAsAdmin('DELETE', pathOf(site, `/numbers/${encodeURIComponent(number)}`)),
    ],
  ] as const) {
    it(`are gone from it: ${how}`, async () => {
      const site = await makeSite(definePool(2));
      expect(await (await removed(site, first)).json()).toMatchObject({ changed: 1 });
      expect(await numbersOf(site)).toEqual([second]);
    });

    it(`may be gone already: ${how}`, async () => {
      const site = await makeSite(definePool(2));
      await removed(site, first);
      const { version } = await read(site);
      const again = await removed(site, first);
      expect(await again.json()).toEqual({ site: site.key, version, changed: 0 });
    });
  }

  it('are not leased any more, forward and match', async () => {
    const site = await makeSite(definePool(1));
    const browser = openBrowser(site);
    await browser.visit();
    await remove(site, [first]);
    await ring(site, first);
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
    const incoming = { v: 1, event: 'incoming', call: 'late', to: first };
    expect(await (await postGeneric(site, incoming)).json()).toMatchObject({ forwardTo: TARGET });
    await advance(HOUR);
    expect(firstSwap(await visit(site)).grade).toBe('none');
  });
});

describe('settings of a pool', () => {
  it('change where they are named, and stay where not', async () => {
    const site = await makeSite(definePool(2));
    const { version, pools } = await read(site);
    const response = await patch(site, { holdSeconds: 60, prefer: 'target' });
    expect(await response.json()).toEqual({ site: site.key, version: version + 1 });
    expect((await read(site)).pools).toEqual([
      { ...pools?.[0], holdSeconds: 60, prefer: 'target' },
    ]);
  });

  it('that are as they were publish nothing anew', async () => {
    const site = await makeSite(definePool(2));
    const { version } = await read(site);
    expect(await (await patch(site, { paused: false })).json()).toMatchObject({ version });
  });

  it('hold for the next visit: nothing is leased anew from a paused pool', async () => {
    const site = await makeSite(definePool(2));
    const browser = openBrowser(site);
    const shown = shownNumber(await browser.visit());
    await patch(site, { paused: true });
    expect(firstSwap(await visit(site)).grade).toBe('none');
    expect(shownNumber(await browser.visit())).toBe(shown);
    await patch(site, { paused: false });
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('hold for the next visit: a pool that shares when it is full', async () => {
    const site = await makeSite(definePool(1));
    await visit(site);
    expect(firstSwap(await visit(site)).grade).toBe('none');
    await patch(site, { share: true });
    expect(firstSwap(await visit(site)).grade).toBe('shared');
  });

  it('hold for the next visit: the number to fall back on', async () => {
    const poster = '+33199003000';
    const staticNumbers = [{ number: poster, target: TARGET }];
    const site = await makeSite({ ...definePool(0), staticNumbers });
    await patch(site, { fallback: poster });
    const swap = firstSwap(await visit(site));
    expect([swap.grade, swap.number.e164]).toEqual(['fallback', poster]);
    await patch(site, { fallback: null });
    expect(firstSwap(await visit(site)).grade).toBe('none');
  });

  it.each<[string, object]>([
    ['a misspelt name', { Paused: true }],
    ['a hold time of a second', { holdSeconds: 1 }],
    ['a fallback that is no number', { fallback: 'none' }],
    ['numbers', { numbers: [first] }],
  ])('are refused with %s', async (_what, settings) => {
    const site = await makeSite(definePool(1));
    expect(await refusalOf(await patch(site, settings))).toMatchObject({
      status: 400,
      code: 'body_invalid',
    });
  });
});

describe('a change that cannot work is refused, says why, and changes nothing', () => {
  const poster = '+33199003000';
  const wrong: [string, (site: TestSite) => Promise<Response>, RegExp][] = [
    ['adding a static number', (site) => add(site, ['+33199002009', poster]), /is a static number/],
    ['adding a target', (site) => add(site, [TARGET]), /is a target number/],
    ['removing a static number', (site) => remove(site, [first, poster]), /it is a static number/],
    ['removing another pool’s', (site) => remove(site, [third]), /it is in the pool "spare"/],
    ['a fallback of none', (site) => patch(site, { fallback: third }), /not among the static/],
    ['a share of nothing', (site) => patch(site, { networkShare: 0 }), /networkShare above 0/],
  ];
  it.each(wrong)('%s', async (_what, change, why) => {
    const staticNumbers = [{ number: poster, target: TARGET }];
    const site = await makeSite({ ...twoPools, staticNumbers });
    const before = await read(site);
    const refusal = await refusalOf(await change(site));
    expect(refusal).toMatchObject({ status: 400, code: 'site_invalid' });
    expect(refusal.detail).toMatch(why);
    expect(await read(site)).toEqual(before);
  });

  it('a number that is none', async () => {
    const refusal = await refusalOf(await add(await makeSite(), ['0199002000']));
    expect(refusal).toMatchObject({ status: 400, code: 'body_invalid' });
    expect(refusal.detail).toMatch(/^numbers\.0.*E\.164/);
  });

  it('no numbers at all', async () => {
    expect((await add(await makeSite(), [])).status).toBe(400);
  });
});

describe('what is not there is not changed', () => {
  const changes: [string, (site: TestSite, pool: string) => Promise<Response>][] = [
    ['added to', (site, pool) => add(site, [third], pool)],
    ['removed from', (site, pool) => remove(site, [third], pool)],
    ['set', (site, pool) => patch(site, { paused: true }, pool)],
  ];

  it.each(changes)('a pool: %s', async (_what, change) => {
    const site = await makeSite();
    expect(await refusalOf(await change(site, 'other'))).toEqual({
      status: 404,
      code: 'pool_unknown',
    });
  });

  it.each(changes)('a site: %s', async (_what, change) => {
    const nobody = { ...(await makeSite()), key: 'nobody' };
    expect(await refusalOf(await change(nobody, 'website'))).toEqual({
      status: 404,
      code: 'site_unknown',
    });
  });
});

it('a pool may have any name', async () => {
  const name = 'Büro / Paris 50%';
  const pools = [{ name, numbers: [first] }];
  const site = await makeSite({ pools, targets: [{ number: TARGET, pool: name }] });
  expect((await add(site, [second], name)).status).toBe(200);
  expect((await askAsAdmin('DELETE', pathOf(site, `/numbers/${first}`, name))).status).toBe(200);
  expect((await patch(site, { paused: true }, name)).status).toBe(200);
  expect((await read(site)).pools).toMatchObject([{ name, numbers: [second], paused: true }]);
});
