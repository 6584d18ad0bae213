import { DAY, type EpochMs } from './time.ts';

/**
 * From when on a number that was removed may be given back to the provider: until then somebody may still
 * ring it and mean this business. Null while it was not removed.
 */
export function releasableAt(removedAt: EpochMs | null, quarantineDays: number): EpochMs | null {
  return removedAt === null ? null : removedAt + quarantineDays * DAY;
}
