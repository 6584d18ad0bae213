/** What of a visit tells how often its visitor calls, whenever that is; null where it is not known, or not told apart. */
export type Origin = { readonly source: string | null; readonly device: string | null };

/**
 * How many times as many calls as others the visitors of a source make, and those on a device, whichever source they are
 * of; one that is not named makes as many as others.
 */
export type Times = {
  readonly sources: Readonly<Record<string, number>>;
  readonly devices: Readonly<Record<string, number>>;
};

/** How many times as many calls as others a visitor makes. */
export function timesOf({ sources, devices }: Times, { source, device }: Origin): number {
  return timesIn(sources, source) * timesIn(devices, device);
}

export function timesIn(times: Readonly<Record<string, number>>, name: string | null): number {
  // Whoever links to a site names the source; `constructor` is one too, and something every object has.
  return name !== null && Object.hasOwn(times, name) ? (times[name] as number) : 1;
}
