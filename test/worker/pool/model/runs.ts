import { env } from 'cloudflare:test';
import type fc from 'fast-check';

/** How often a property is tried: as often as told, or so many times that. */
export function runs(usual: number): fc.Parameters<unknown> {
  return { numRuns: Math.ceil(usual * Number(env.FC_RUNS || 1)) };
}
