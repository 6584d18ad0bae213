import { hash } from './policies/hash.ts';
import { randomIdle } from './policies/random-idle.ts';
import { ringtrace } from './policies/ringtrace.ts';
import { shortHold } from './policies/short-hold.ts';
import { zar } from './policies/zar.ts';
import type { Policy, PolicySettings } from './policy.ts';

/** Policies to compare, by name: ours, and others as their published rules have them. */
export const POLICIES = {
  ringtrace,
  zar,
  'random-idle': randomIdle,
  hash,
  'short-hold': shortHold,
} as const satisfies Record<string, (settings: PolicySettings) => Policy>;

export type PolicyName = keyof typeof POLICIES;
