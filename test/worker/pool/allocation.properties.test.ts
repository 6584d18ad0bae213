import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { GIVE_UP_AFTER, runs } from './model/runs.ts';
import { interleavings, type Mix, type Step } from './model/steps.ts';
import { openWorld } from './model/world.ts';

const EVERYTHING: Mix = {
  act: 12,
  wait: 6,
  evict: 1,
  abort: 0,
  D1: 0,
  change: 0,
  call: 1,
  mostShards: 1,
};

beforeAll(() => {
  // Outages and crashes are told of in the log, as they should be: here there is one every few steps.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

async function live(story: readonly Step[]) {
  const world = await openWorld(1);
  await world.live(story);
  await world.checkHistory();
  expect(world.breaches).toEqual([]);
  return world;
}

const holds = (numRuns: number, mix: Mix, check: (story: readonly Step[]) => Promise<unknown>) =>
  fc.assert(
    fc.asyncProperty(interleavings(mix), async (story) => void (await check(story))),
    runs(numRuns),
  );

it(
  'no visitor loses, shares or is denied a number against what was promised',
  () => holds(60, EVERYTHING, live),
  GIVE_UP_AFTER,
);

it(
  'nor while the owner changes the pools',
  () => holds(60, { ...EVERYTHING, change: 4 }, live),
  GIVE_UP_AFTER,
);

it(
  'a call finds whoever was shown its number',
  () => holds(60, { ...EVERYTHING, call: 6, change: 1 }, live),
  GIVE_UP_AFTER,
);

it(
  'nothing that was acknowledged is lost or doubled by crashes and outages, and D1 can be rebuilt',
  () =>
    holds(60, { ...EVERYTHING, evict: 2, abort: 2, D1: 2, call: 3, change: 1 }, async (story) => {
      const world = await live(story);
      const { before, after } = await world.rebuild();
      expect(after).toEqual(before);
    }),
  GIVE_UP_AFTER,
);
