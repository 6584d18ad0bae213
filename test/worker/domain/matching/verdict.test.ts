import { describe, expect, it } from 'vitest';
import type { Suspect } from '../../../../worker/domain/matching/evidence.ts';
import { judge, sourceShares } from '../../../../worker/domain/matching/verdict.ts';

/** A verdict on suspects who each weigh so much, from those sources. */
function verdict(
  suspects: readonly (readonly [source: string, weight: number])[],
  stranger: number,
  earlier = 0,
) {
  const weights = suspects.map(([, weight]) => weight);
  return judge(
    {
      cell: 0,
      suspects: suspects.map(
        ([source], index): Suspect => ({
          visitorId: `visitor ${index}`,
          sessionId: `session ${index}`,
          source,
          device: null,
          traits: [],
          mayBe: 1,
          redials: 0,
        }),
      ),
      earlier: null,
      unseenRedials: 0,
      stranger: { mayBe: 1, redials: 0 },
    },
    {
      suspects: weights,
      earlier,
      stranger,
      total: weights.reduce((sum, weight) => sum + weight, earlier + stranger),
    },
    { sources: {}, devices: {} },
  );
}

describe('the band', () => {
  it.each([
    ['certain', [['google', 99]], 1],
    ['high', [['google', 98.9]], 1.1],
    ['high', [['google', 95]], 5],
    ['ambiguous', [['google', 94.9]], 5.1],
    [
      'source',
      [
        ['google', 50],
        ['google', 45],
      ],
      5,
    ],
    [
      'ambiguous',
      [
        ['google', 50],
        ['bing', 45],
      ],
      5,
    ],
    [
      'high',
      [
        ['google', 95],
        ['google', 4],
      ],
      1,
    ],
    ['ambiguous', [['google', 50.1]], 49.9],
    ['unattributed', [['google', 50]], 50],
    ['unattributed', [], 1],
  ] as const)('is %s of visitors who weigh %j, and strangers %d', (band, suspects, stranger) => {
    expect(verdict(suspects, stranger).band).toBe(band);
  });

  it('is unattributed where nothing weighs anything', () => {
    expect(verdict([['google', 0]], 0)).toMatchObject({ band: 'unattributed', stranger: 1 });
  });
});

describe('a verdict', () => {
  it('names the likeliest first; of two alike, who came later', () => {
    const { candidates } = verdict(
      [
        ['a', 1],
        ['b', 3],
        ['c', 3],
      ],
      0,
    );
    expect(candidates.map(({ source }) => source)).toEqual(['c', 'b', 'a']);
  });

  it('names a source only where that is all that is sure', () => {
    const two = (source: string) =>
      verdict(
        [
          ['google', 50],
          [source, 46],
        ],
        4,
      );
    expect(two('google').source).toBe('google');
    expect(two('bing').source).toBeNull();
    expect(verdict([['google', 97]], 3).source).toBeNull();
  });

  it('takes visitors who are not told apart to have come from where the others did', () => {
    const both = verdict(
      [
        ['google', 60],
        ['bing', 10],
      ],
      10,
      20,
    );
    expect(both.unseen).toBeCloseTo(0.2);
    expect([...sourceShares(both)]).toEqual([
      ['google', expect.closeTo(0.7)],
      ['bing', expect.closeTo(0.2)],
    ]);
    expect(verdict([['google', 60]], 3, 37).band).toBe('source');
  });
});
