import type { Clock, EpochMs } from '../domain/time.ts';

const KEY = 'local:advanced-by';

let advancedBy = 0;
let loaded: Promise<void> | undefined;

/** The world's time, moved forward by what `/_local/clock` was told. */
export const localClock: Clock = {
  now: () => Date.now() + advancedBy,
  readings: () => (advancedBy === 0 ? [Date.now()] : [Date.now() + advancedBy, Date.now()]),
};

/** Time does not fall back when the server is restarted. */
export function loadClock(kv: KVNamespace): Promise<void> {
  loaded ??= kv.get(KEY).then((stored) => {
    advancedBy = Number(stored ?? 0);
  });
  return loaded;
}

export async function advanceClock(kv: KVNamespace, ms: number): Promise<EpochMs> {
  advancedBy += ms;
  await kv.put(KEY, String(advancedBy));
  return localClock.now();
}
