import fc from 'fast-check';
import { beforeAll, expect, it, vi } from 'vitest';
import { GIVE_UP_AFTER, runs } from './model/runs.ts';
import { interleavings, type Mix } from './model/steps.ts';
import { openWorld } from './model/world.ts';

const MIX: Mix = { act: 12, wait: 6, evict: 1, abort: 0, D1: 1, change: 4, call: 3, mostShards: 4 };

beforeAll(() => {
  // Outages and crashes are told of in the log, as they should be: here there is one every few steps.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  vi.spyOn(console, 'warn').mockImplementation(() => {});
});

it(
  'whatever becomes of the shards, no number is with two visitors, and nothing is lost or doubled',
  () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        interleavings(MIX),
        async (shards, story) => {
          const world = await openWorld(shards);
          await world.live(story);
          await world.checkHistory();
          expect(world.breaches).toEqual([]);
          const { before, after } = await world.rebuild();
          expect(after).toEqual(before);
        },
      ),
      runs(60),
    ),
  GIVE_UP_AFTER,
);
