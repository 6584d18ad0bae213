import { expect, it } from 'vitest';
import type { Step } from './model/steps.ts';
import { openWorld } from './model/world.ts';

const visit = { type: 'visit', as: 'returning', campaign: '', network: null } as const;
const rings = {
  type: 'call',
  number: 0,
  agoSeconds: 0,
  heardFirst: 'received',
  stale: false,
} as const;

/** What the properties found once, each as its shortest story: with how many shards, and what happened. */
const STORIES: readonly [string, number, readonly Step[]][] = [
  [
    'late news of a page says nothing of a number that the visitor was not shown since',
    1,
    [
      { type: 'act', actions: [{ ...visit, browser: 0, targets: ['first'], stale: false }] },
      { type: 'wait', seconds: 64 },
      { type: 'act', actions: [{ ...visit, browser: 0, targets: ['second'], stale: false }] },
      {
        type: 'act',
        actions: [{ type: 'event', page: 0, event: 'leave', ageSeconds: 64, stale: false }],
      },
      { type: 'wait', seconds: 48 },
      { type: 'act', actions: [{ ...visit, browser: 1, targets: ['first'], stale: false }] },
      { type: 'wait', seconds: 8 },
      { type: 'act', actions: [{ ...visit, browser: 2, targets: ['first'], stale: false }] },
    ],
  ],
  [
    'a fallback that a session is shown later on is not forgotten in a restart',
    1,
    [
      {
        type: 'change',
        change: { type: 'setting', pool: 'sales', setting: 'fallback' },
        told: false,
      },
      ...(['second', 'first', 'first'] as const).map(
        (target, browser): Step => ({
          type: 'act',
          actions: [{ ...visit, browser, targets: [target], stale: false }],
        }),
      ),
      { type: 'act', actions: [{ ...visit, browser: 0, targets: ['first'], stale: false }] },
      { type: 'evict', object: 0 },
      { type: 'change', change: { type: 'setting', pool: 'sales', setting: 'share' }, told: true },
      { type: 'act', actions: [{ ...visit, browser: 0, targets: ['first'], stale: false }] },
    ],
  ],
  [
    'a call told at once to Workers that know of one shard and of two is one call',
    1,
    [
      { type: 'change', change: { type: 'shards', count: 2 }, told: false },
      {
        type: 'act',
        actions: [rings, { type: 'news', call: 0, news: 'received', stale: true }, rings],
      },
    ],
  ],
  [
    'news of a call reaches it through a Worker that has not heard of its shard',
    1,
    [
      { type: 'change', change: { type: 'shards', count: 2 }, told: false },
      ...[0, 1, 2].map(
        (number): Step => ({ type: 'act', actions: [{ ...rings, number, agoSeconds: null }] }),
      ),
      ...[0, 1, 2].map(
        (call): Step => ({
          type: 'act',
          actions: [{ type: 'news', call, news: 'ended', stale: true }],
        }),
      ),
    ],
  ],
  [
    'a shard that lets go of a number does not lease it by an inventory it hears of later',
    2,
    [
      { type: 'change', change: { type: 'shards', count: 1 }, told: false },
      {
        type: 'act',
        actions: [{ ...visit, browser: 0, targets: ['first'], stale: false }],
      },
      { type: 'act', actions: [{ ...visit, browser: 1, targets: ['first'], stale: true }] },
      {
        type: 'act',
        actions: [{ ...visit, browser: 1, targets: ['first'], campaign: 'summer', stale: false }],
      },
    ],
  ],
  [
    'further news of a call, which names no number, is matched by the history of the shard before too',
    1,
    [
      ...[0, 1].map(
        (browser): Step => ({
          type: 'act',
          actions: [{ ...visit, browser, targets: ['first'], stale: false }],
        }),
      ),
      // Twice: then every Worker has heard of it.
      { type: 'change', change: { type: 'shards', count: 2 }, told: true },
      { type: 'change', change: { type: 'shards', count: 2 }, told: true },
      { type: 'act', actions: [rings, { ...rings, number: 1 }] },
      { type: 'wait', seconds: 10 },
      {
        type: 'act',
        actions: [0, 1].map((call) => ({ type: 'news', call, news: 'ended', stale: false })),
      },
    ],
  ],
  [
    'a page renews what it shows through a Worker that has not heard of its shard',
    1,
    [
      { type: 'change', change: { type: 'shards', count: 4 }, told: true },
      ...[0, 1, 2, 3].map(
        (browser): Step => ({
          type: 'act',
          actions: [{ ...visit, browser, targets: ['first', 'second'], stale: false }],
        }),
      ),
      { type: 'wait', seconds: 60 },
      {
        type: 'act',
        actions: [0, 1, 2, 3].map((page) => ({
          type: 'event',
          page,
          event: 'renew',
          ageSeconds: 0,
          stale: true,
        })),
      },
    ],
  ],
];

it.each(STORIES)('%s', async (_, shards, story) => {
  const world = await openWorld(shards);
  await world.live(story);
  await world.checkHistory();
  expect(world.breaches).toEqual([]);
});
