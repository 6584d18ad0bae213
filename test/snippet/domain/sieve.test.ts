import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createFinder } from '../../../snippet/domain/find.ts';
import { createSieve } from '../../../snippet/domain/sieve.ts';
import { frenchSwap } from '../../support/wire-makers.ts';

const SWAP = frenchSwap();
const find = createFinder([SWAP]);
const sift = (texts: readonly string[]) => createSieve([SWAP])(texts, texts.join(''));

it('holds back nearly all texts without the number', () => {
  const texts = [
    'Order 4711',
    'from 12:34',
    'or 99 00',
    'Ring 01 99 00 12 34 now',
    ' 7 days a week',
  ];
  expect(sift(texts)).toEqual(['Ring 01 99 00 12 34 now']);
});

it('lets through all texts that its last digits run over', () => {
  const texts = ['Ring', '01 99 00 1', '2 ', '', '3', '4 now'];
  expect(sift(texts)).toEqual(['01 99 00 1', '2 ', '', '3', '4 now']);
});

it('lets through what was written over a number', () => {
  const { national, international, e164 } = SWAP.number;
  const texts = [`a ${national}`, ' and ', international, ' or ', e164];
  expect(sift(texts)).toEqual([`a ${national}`, international, e164]);
});

it('lets through each text in which the number is found, whatever stands around it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '01 99 00 12 34',
      '+33 1 99 00 12 34',
      '0199001234',
      '(01) 99.00.12.34',
      '12',
      '34',
    ),
    fc.string({ maxLength: 12 }),
    fc.stringMatching(/^[\d .()-]{0,8}$/),
  );
  const text = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 12 }), (texts) => {
      const through = sift(texts);
      for (const each of texts) if (find(each).length) expect(through).toContain(each);
    }),
  );
});
