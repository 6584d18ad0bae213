/**
 * A country's regions, each with the area codes that serve it, separated by spaces. Regions are ISO 3166-2
 * codes without the country, as the edge tells them; an area code may serve several, a region have several.
 * No code begins another one of the same country.
 */
export type AreaPlan = Readonly<Record<string, string>>;
