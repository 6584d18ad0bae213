import { describe, expect, it } from 'vitest';
import {
  addNumbers,
  changeSettings,
  type PoolChange,
  removeNumbers,
} from '../../../worker/domain/change-pool.ts';
import { definitionOf, type SiteDefinition } from '../../../worker/domain/site-definition.ts';
import { pool, SALES, SUPPORT, site, staticNumber, target } from './make-site.ts';

const POSTER = '+33199003000';
const shop: SiteDefinition = definitionOf(
  site({
    pools: [
      pool({ name: 'main', numbers: ['+33199002000', '+33199002001'] }),
      pool({ name: 'spare', numbers: ['+33199002010', '+33199002011'] }),
    ],
    targets: [
      target({ number: SALES, pool: 'main' }),
      target({ number: SUPPORT, forwardTo: '+33199009999' }),
    ],
    staticNumbers: [staticNumber({ number: POSTER, target: SALES })],
  }),
);

function done(change: PoolChange): Extract<PoolChange, { ok: true }> {
  if (!change.ok) throw new Error(JSON.stringify(change));
  return change;
}

const siteAfter = (change: PoolChange): SiteDefinition => done(change).site;

/** The numbers of each pool after a change, and how many have changed. */
function after(change: PoolChange) {
  const { site: changedSite, changed } = done(change);
  const pools = changedSite.pools.map(({ name, numbers }) => [name, numbers]);
  return { changed, ...Object.fromEntries(pools) };
}

describe('numbers that are added to a pool', () => {
  it('come after those it has', () => {
    const change = addNumbers(shop, 'main', ['+33199002003', '+33199002002']);
    expect(after(change)).toMatchObject({
      changed: 2,
      main: ['+33199002000', '+33199002001', '+33199002003', '+33199002002'],
    });
  });

  it('leave the pool they were in', () => {
    expect(after(addNumbers(shop, 'main', ['+33199002010']))).toEqual({
      changed: 1,
      main: ['+33199002000', '+33199002001', '+33199002010'],
      spare: ['+33199002011'],
    });
  });

  it('may be there already, and stay where they are', () => {
    const change = addNumbers(shop, 'main', ['+33199002002', '+33199002000']);
    expect(after(change)).toMatchObject({
      changed: 1,
      main: ['+33199002000', '+33199002001', '+33199002002'],
    });
  });

  it('may be named twice', () => {
    const change = addNumbers(shop, 'main', ['+33199002002', '+33199002002']);
    expect(after(change)).toMatchObject({ changed: 1 });
  });

  it('change nothing of the rest of the site', () => {
    const change = addNumbers(shop, 'main', ['+33199002002']);
    expect(change).toMatchObject({ site: { ...shop, pools: expect.any(Array) } });
  });

  it.each([
    [POSTER, `${POSTER} is a static number: take it out of the static numbers first.`],
    [SALES, `${SALES} is a target number: it cannot be leased.`],
    ['+33199009999', 'Calls are forwarded to +33199009999: it cannot be leased.'],
  ])('are refused where one cannot be leased: %s', (number, problem) => {
    expect(addNumbers(shop, 'main', ['+33199002002', number])).toEqual({
      ok: false,
      code: 'site_invalid',
      problems: [problem],
    });
  });
});

describe('numbers that are removed from a pool', () => {
  it('are gone from it', () => {
    expect(after(removeNumbers(shop, 'main', ['+33199002000']))).toEqual({
      changed: 1,
      main: ['+33199002001'],
      spare: ['+33199002010', '+33199002011'],
    });
  });

  it('may be gone already', () => {
    const change = removeNumbers(shop, 'main', ['+33199002001', '+33199002009']);
    expect(after(change)).toMatchObject({ changed: 1, main: ['+33199002000'] });
  });

  it('may be all that it has', () => {
    const change = removeNumbers(shop, 'main', ['+33199002000', '+33199002001']);
    expect(after(change)).toMatchObject({ changed: 2, main: [] });
  });

  it.each([
    ['+33199002010', '+33199002010 is not in the pool "main": it is in the pool "spare".'],
    [POSTER, `${POSTER} is not in the pool "main": it is a static number.`],
  ])('are refused where one is somewhere else: %s', (number, problem) => {
    expect(removeNumbers(shop, 'main', ['+33199002000', number])).toEqual({
      ok: false,
      code: 'site_invalid',
      problems: [problem],
    });
  });
});

describe('settings of a pool', () => {
  it('change where they are named, and stay where not', () => {
    const change = changeSettings(shop, 'main', { paused: true, share: undefined });
    expect(change).toMatchObject({ ok: true, changed: 0 });
    expect(siteAfter(change).pools).toEqual([{ ...shop.pools[0], paused: true }, shop.pools[1]]);
  });

  it('may be all changed at once', () => {
    const settings = {
      paused: true,
      share: false,
      holdSeconds: 60,
      fallback: POSTER,
      prefer: 'target',
      networkShare: 0.2,
    } as const;
    const [main] = siteAfter(changeSettings(shop, 'main', settings)).pools;
    expect(main).toEqual({ ...shop.pools[0], ...settings });
  });

  it('may be taken back', () => {
    const changed = siteAfter(changeSettings(shop, 'main', { fallback: POSTER }));
    expect(siteAfter(changeSettings(changed, 'main', { fallback: null }))).toEqual(shop);
  });

  it('that cannot work are refused', () => {
    expect(changeSettings(shop, 'main', { fallback: '+33199003009' })).toEqual({
      ok: false,
      code: 'site_invalid',
      problems: ['Pool "main" falls back on +33199003009, which is not among the static numbers.'],
    });
  });
});

const repeated: [string, (site: SiteDefinition) => PoolChange][] = [
  ['adding', (each) => addNumbers(each, 'main', ['+33199002002', '+33199002010'])],
  ['removing', (each) => removeNumbers(each, 'main', ['+33199002000'])],
  ['settings', (each) => changeSettings(each, 'main', { paused: true, prefer: 'visitor' })],
];

it.each(repeated)('a change made twice is the very same site: %s', (_name, change) => {
  const once = siteAfter(change(shop));
  expect(siteAfter(change(once))).toBe(once);
});

it.each<[string, PoolChange]>([
  ['adding', addNumbers(shop, 'gone', [])],
  ['removing', removeNumbers(shop, 'gone', [])],
  ['settings', changeSettings(shop, 'gone', {})],
])('a pool that is not there is not changed: %s', (_name, change) => {
  expect(change).toEqual({ ok: false, code: 'pool_unknown' });
});
