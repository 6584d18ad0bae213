import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import { describe, expect, it } from 'vitest';
import {
  AREA_PLANS,
  plannedAreaCode,
  regionsServed,
} from '../../../../../worker/domain/areas/plans/area-plans.ts';

/** The subdivisions of ISO 3166-2 that the edge names. */
const SUBDIVISIONS: Readonly<Record<string, string>> = {
  CA: 'AB BC MB NB NL NS NT NU ON PE QC SK YT',
  ES: 'AN AR AS CB CE CL CM CN CT EX GA IB MC MD ML NC PV RI VC',
  // Corsica twice: COR became 20R in 2020.
  FR: '20R ARA BFC BRE COR CVL GES HDF IDF NAQ NOR OCC PAC PDL',
  US: `AK AL AR AZ CA CO CT DC DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT
    NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY`,
};

describe.each(Object.entries(AREA_PLANS))('the plan of %s', (country, plan) => {
  const codes = Object.values(plan).flatMap((each) => each.split(' '));

  it('has every region, and no other', () => {
    expect(Object.keys(plan).sort()).toEqual(SUBDIVISIONS[country]?.split(/\s+/).sort());
  });

  it('has digits for codes, none of them twice in a region', () => {
    for (const each of Object.values(plan)) {
      expect(each).toMatch(/^\d{1,3}(?: \d{1,3})*$/);
      expect(new Set(each.split(' ')).size).toBe(each.split(' ').length);
    }
  });

  it('has no code that begins another', () => {
    for (const code of codes) {
      expect(codes.filter((other) => other !== code && other.startsWith(code))).toEqual([]);
    }
  });

  it('finds every code in a number, and its regions by the code', () => {
    for (const [region, served] of Object.entries(plan)) {
      for (const code of served.split(' ')) {
        expect(plannedAreaCode(country, `${code}5550123`)).toBe(code);
        expect(regionsServed(country, code)).toContain(region);
      }
    }
  });
});

describe('in North America', () => {
  const served = (country: string) =>
    Object.values(AREA_PLANS[country] ?? {}).flatMap((codes) => codes.split(' '));

  it('an area code is of one state', () => {
    expect(new Set(served('US')).size).toBe(served('US').length);
  });

  it('an area code is of one country', () => {
    const canadian = new Set(served('CA'));
    expect(served('US').filter((code) => canadian.has(code))).toEqual([]);
  });

  it('only the Maritimes and the territories share one', () => {
    const shared = new Set(served('CA').filter((code, at, all) => all.indexOf(code) !== at));
    expect([...shared].sort()).toEqual(['782', '867', '902']);
  });

  it('no geographic area code that libphonenumber knows is missing', () => {
    const missing: string[] = [];
    for (let code = 200; code < 1_000; code++) {
      const number = parsePhoneNumberFromString(`+1${code}2345678`);
      const country = number?.country ?? '';
      if (number?.getType() !== 'FIXED_LINE_OR_MOBILE' || !(country in AREA_PLANS)) continue;
      if (regionsServed(country, `${code}`).length === 0) missing.push(`${country} ${code}`);
    }
    expect(missing).toEqual([]);
  });
});

it.each([
  ['US', '415', ['CA']],
  ['US', '212', ['NY']],
  ['CA', '416', ['ON']],
  ['CA', '902', ['NS', 'PE']],
  ['FR', '1', ['IDF']],
  ['FR', '5', ['OCC', 'NAQ']],
  ['ES', '81', ['MD']],
])('%s %s serves %j', (country, code, regions) => {
  expect(regionsServed(country, code)).toEqual(regions);
});

it.each([
  ['a country without a plan', 'DE', '30'],
  ['a code of another country', 'US', '416'],
  ['no country', null, '415'],
  ['no code', 'US', null],
])('%s serves nothing', (_name, country, code) => {
  expect(regionsServed(country, code)).toEqual([]);
});

it('a number that begins with no planned code has none', () => {
  expect(plannedAreaCode('FR', '612345678')).toBeUndefined();
  expect(plannedAreaCode('DE', '3012345678')).toBeUndefined();
  expect(plannedAreaCode('US', '')).toBeUndefined();
});
