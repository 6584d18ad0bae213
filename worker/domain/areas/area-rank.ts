import type { Area } from './area.ts';
import { regionsServed } from './plans/area-plans.ts';

/**
 * How near a number is to what is wanted, nearest first:
 *
 * | rank | a place is wanted | toll-free is wanted |
 * | --- | --- | --- |
 * | 0 | of its area code | toll-free, of the country |
 * | 1 | of its region | toll-free, of another |
 * | 2 | of its country | of the country |
 * | 3 | toll-free, of its country | |
 * | 4 | of another country | of another country |
 * | 5 | toll-free, of another: hardly ever to be reached from here | |
 */
export type AreaRank = 0 | 1 | 2 | 3 | 4 | 5;

/**
 * Ranks a number by its nearness to the area that is wanted. Regions are the same if they may be: where
 * an area code serves several, one in common is enough.
 */
export function areaRank(number: Area, wanted: Area): AreaRank {
  const domestic = number.country !== null && number.country === wanted.country;
  if (number.tollFree && wanted.tollFree) return domestic ? 0 : 1;
  if (!domestic) return number.tollFree ? 5 : 4;
  if (number.tollFree) return 3;
  if (number.areaCode !== null && number.areaCode === wanted.areaCode) return 0;
  const regions = regionsOf(number);
  return regionsOf(wanted).some((region) => regions.includes(region)) ? 1 : 2;
}

function regionsOf({ country, region, areaCode }: Area): readonly string[] {
  return region === null ? regionsServed(country, areaCode) : [region];
}
