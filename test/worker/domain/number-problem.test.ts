import fc from 'fast-check';
import { expect, it } from 'vitest';
import { numberProblem } from '../../../worker/domain/number-problem.ts';

it.each(['+33199001234', '+442079460123', '+12025550123', '+390212345678', '+18005550199'])(
  '%s is in E.164',
  (number) => {
    expect(numberProblem(number)).toBeUndefined();
  },
);

it.each([
  ['+33 1 99 00 12 34', 'write "+33 1 99 00 12 34" as +33199001234'],
  ['+33 (0)1 99 00 12 34', 'write "+33 (0)1 99 00 12 34" as +33199001234'],
  ['tel:+33199001234', 'write "tel:+33199001234" as +33199001234'],
])('of %s it says how to write it', (text, problem) => {
  expect(numberProblem(text)).toBe(problem);
});

it.each(['01 99 00 12 34', '33199001234', '+3319900', '+33199001234567', '+', 'call us', ''])(
  '%j is no telephone number in E.164',
  (text) => {
    expect(numberProblem(text)).toBe(
      `"${text}" is not a telephone number in E.164, as +33199001234 is`,
    );
  },
);

it('takes nothing but a plus and digits for E.164', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'+0123456789 ()-') }), (text) => {
      expect(numberProblem(text) !== undefined || /^\+[1-9]\d{2,14}$/.test(text)).toBe(true);
    }),
  );
});
