import { describe, expect, it } from 'vitest';
import { does, figuresOf, friendRings, rings, wrongNumber } from './make-trace.ts';

const MINUTE = 60;

describe('sessions', () => {
  it('a visit within 30 minutes of the last event is another page of the session', () => {
    // Were the last one a session of its own, it would begin on a number that is shared.
    const trace = [
      does(0, 'a'),
      does(29 * MINUTE, 'a', 'leave'),
      does(57 * MINUTE, 'b'),
      does(58 * MINUTE, 'a'),
    ];
    const { visitors, ownShare } = figuresOf('ringtrace', trace, { numbers: 1 });
    expect(visitors).toBe(2);
    expect(ownShare).toBe(1);
  });

  it('one after 30 minutes begins another session', () => {
    const trace = [does(0, 'a'), does(29 * MINUTE, 'b'), does(30 * MINUTE, 'a')];
    expect(figuresOf('ringtrace', trace, { numbers: 1 }).ownShare).toBeCloseTo(2 / 3, 10);
  });
});

describe('the number dialled', () => {
  it('is what the visitor was last shown, though the lease has ended', () => {
    const trace = [does(0, 'a'), does(3_600, 'b'), rings(7_200, 'a')];
    expect(figuresOf('zar', trace, { numbers: 2 }).matched).toEqual({ share: 1, correct: 1 });
    // With one number it is somebody else's by then.
    expect(figuresOf('zar', trace, { numbers: 1 }).matched).toEqual({ share: 1, correct: 0 });
  });

  it('is that of the visitor who passed it on, and no visitor is right', () => {
    const { matched, bands } = figuresOf('zar', [does(0, 'a'), friendRings(60, 'a')]);
    expect(matched).toEqual({ share: 1, correct: 0 });
    expect(bands.certain).toEqual({ share: 1, precision: 0 });
  });

  it.each([
    [0, 'unattributed'],
    [0.49, 'unattributed'],
    [0.5, 'certain'],
    [0.99, 'certain'],
  ] as const)('of a wrong number is the pool’s at %d of its length', (dial, band) => {
    // Of two numbers the first is free again, the second held.
    const trace = [does(0, 'a'), does(200, 'b'), wrongNumber(310, dial)];
    expect(figuresOf('short-hold', trace).bands[band].share).toBe(1);
  });

  it('is the business’s own for whoever was shown none: the call counts, and is matched by nobody', () => {
    const trace = [does(0, 'a'), does(1, 'b'), does(2, 'c'), rings(3, 'c'), rings(4, 'unheard of')];
    const { calls, bands, matched } = figuresOf('zar', trace);
    expect(calls).toBe(2);
    expect(bands.unattributed).toEqual({ share: 1, precision: 0 });
    expect(matched).toEqual({ share: 0, correct: 0 });
  });
});

describe('events of one time', () => {
  it('are played in the order of their lines', () => {
    const first = [does(5, 'a'), rings(5, 'a')];
    expect(figuresOf('zar', first).matched).toEqual({ share: 1, correct: 1 });
    // Who has not been shown a number rings the business's own.
    expect(figuresOf('zar', first.toReversed()).matched).toEqual({ share: 0, correct: 0 });
  });
});
