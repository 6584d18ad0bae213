import { SWAP_BOUNDS } from '../domain/health/swap-times.ts';
import { msText } from './figure-text.ts';

const LONGEST = SWAP_BOUNDS.at(-1) ?? 0;

/** @param ms as `swapTimeAt` estimates it: its last bound stands for all that is longer. */
export function swapTimeText(ms: number | null): string {
  if (ms === null) return '–';
  return ms >= LONGEST ? `over ${msText(LONGEST)}` : msText(ms);
}
