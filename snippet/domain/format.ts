import type { NumberForms, NumberVariant } from '../contract/wire.ts';

/**
 * Writes a tracking number the way the page wrote its own.
 *
 * With as many digits the page's punctuation stays, digit by digit. Else a compact writing stays
 * compact, an international one keeps its `+` or its access code (00, 011), and the rest is national.
 */
export function restyle(written: string, variant: NumberVariant, number: NumberForms): string {
  const [find, put] = variant;
  const compact = /^\+?\d+$/.test(written);
  if (put[0] === '+') return compact ? number.e164 : number.international;
  if (find.length === put.length) {
    let next = 0;
    return written.replace(/\d/g, () => put.charAt(next++));
  }
  const plus = written.includes('+');
  if (compact) return plus ? number.e164 : put;

  const digits = number.e164.slice(1);
  if (!plus && !put.endsWith(digits)) return number.national;
  const accessCode = plus ? '' : put.slice(0, -digits.length);
  return accessCode ? accessCode + number.international.slice(1) : number.international;
}
