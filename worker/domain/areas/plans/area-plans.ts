import type { AreaPlan } from './area-plan.ts';
import { CA } from './ca.ts';
import { ES } from './es.ts';
import { FR } from './fr.ts';
import { US } from './us.ts';

/** The countries whose regions can be told from a number, by ISO 3166 code. To add one, add its file here. */
export const AREA_PLANS: Readonly<Record<string, AreaPlan>> = { CA, ES, FR, US };

type RegionsByCode = ReadonlyMap<string, readonly string[]>;

const REGIONS: ReadonlyMap<string, RegionsByCode> = new Map(
  Object.entries(AREA_PLANS).map(([country, plan]) => [country, regionsByCode(plan)]),
);

function regionsByCode(plan: AreaPlan): RegionsByCode {
  const pairs = Object.entries(plan).flatMap(([region, codes]) =>
    codes.split(' ').map((code) => ({ region, code })),
  );
  return new Map(
    [...Map.groupBy(pairs, ({ code }) => code)].map(([code, served]) => [
      code,
      served.map(({ region }) => region),
    ]),
  );
}

const LONGEST_CODE = 3;

/** The area code a national number begins with, where the country's plan knows it. */
export function plannedAreaCode(country: string, nationalNumber: string): string | undefined {
  const codes = REGIONS.get(country);
  for (let length = 1; codes && length <= LONGEST_CODE; length++) {
    const code = nationalNumber.slice(0, length);
    if (codes.has(code)) return code;
  }
  return undefined;
}

/** The regions that an area code serves; none where no plan knows it. */
export function regionsServed(country: string | null, areaCode: string | null): readonly string[] {
  return REGIONS.get(country ?? '')?.get(areaCode ?? '') ?? [];
}
