import { describe, expect, it } from 'vitest';
import { forwardTarget } from '../../../worker/domain/site-snapshot.ts';
import { SALES, SUPPORT, site, target } from './make-site.ts';

const TRACKING = '+33199002003';

describe('a call is forwarded', () => {
  const sales = target({ number: SALES });
  const support = target({ number: SUPPORT, forwardTo: '+33199009999' });
  const shop = site({ targets: [sales, support], targetByNumber: { [TRACKING]: SUPPORT } });

  it('to the target that the number last stood for on a page', () => {
    expect(forwardTarget(shop, TRACKING, SALES)).toBe(sales);
  });

  it("else to the number's own target", () => {
    expect(forwardTarget(shop, TRACKING, null)).toBe(support);
  });

  it("to the number's own target where the one on the page is no longer one of the site", () => {
    expect(forwardTarget(shop, TRACKING, '+33199004444')).toBe(support);
  });

  it('to the target itself where that was dialled', () => {
    expect(forwardTarget(shop, SUPPORT, null)).toBe(support);
  });

  it("to the site's first target where the number is unknown", () => {
    expect(forwardTarget(shop, '+33199007777', null)).toBe(sales);
  });

  it("to the site's first target where the number's own is gone", () => {
    const changed = { ...shop, targetByNumber: { [TRACKING]: '+33199004444' } };
    expect(forwardTarget(changed, TRACKING, null)).toBe(sales);
  });

  it("to the site's first target where the provider did not say what was dialled", () => {
    expect(forwardTarget(shop, undefined, null)).toBe(sales);
  });

  it('nowhere only on a site without targets', () => {
    expect(forwardTarget(site({ targets: [] }), TRACKING, null)).toBeUndefined();
  });
});
