import { describe, expect, it } from 'vitest';
import {
  completeSnapshot,
  type PublishedSnapshot,
} from '../../../worker/domain/complete-snapshot.ts';
import { definitionOf } from '../../../worker/domain/site-definition.ts';
import { siteSchema } from '../../../worker/http/site-schema.ts';
import { pool, SALES, site, target } from './make-site.ts';

/** As 0.1.0 published it. */
const FIRST: PublishedSnapshot = {
  version: 7,
  id: 'site',
  key: 'shop',
  name: 'Shop',
  origins: ['https://shop.example'],
  country: 'FR',
  consent: 'off',
  honourGpc: true,
  targets: [target({ pool: 'main' })],
  pools: [{ name: 'main', holdSeconds: 600, numbers: ['+33199002000'] }],
  staticNumbers: [],
  targetByNumber: { '+33199002000': SALES },
  credentials: { generic: ['sealed'] },
};

describe('a snapshot that 0.1.0 published', () => {
  it('has one shard, and the settings that a definition has which does not name them', () => {
    const complete = completeSnapshot(FIRST);
    expect(complete).toMatchObject({ shards: 1, shardsEver: 1, placements: {} });
    const { name, origins, country, pools } = FIRST;
    const targets = [{ number: SALES, pool: 'main' }];
    const written = siteSchema.parse({ name, origins, country, pools, targets });
    expect(definitionOf(complete)).toEqual(written);
  });

  it('keeps all that it says', () => {
    expect(completeSnapshot(FIRST)).toMatchObject(FIRST);
  });
});

it('a snapshot that says everything stays as it is', () => {
  const whole = site({
    shards: 2,
    shardsEver: 4,
    placements: { '+33199002000': { shard: 1, from: 0 } },
    quarantineDays: 7,
    snippet: { title: true, within: 'main', forms: ['topic'], health: 0 },
    textNumbers: ['+33199002000'],
    pools: [
      pool({
        paused: true,
        share: false,
        fallback: '+33199003000',
        prefer: 'target',
        networkShare: 0.5,
      }),
    ],
  });
  expect(completeSnapshot(whole)).toEqual(whole);
});
