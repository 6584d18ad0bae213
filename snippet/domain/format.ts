import type { NumberForms, NumberVariant } from '../contract/wire.ts';

/**
 * Writes a tracking number the way the page wrote its own.
 *
 * With as many digits the page's punctuation stays, digit by digit. Else a compact writing stays
 * compact, an international one keeps its `+` or its access code (00, 011), and the rest is national:
 * letters and full-width digits too, since no tracking number spells the page's word.
 */
export function restyle(
  written: string,
  [find, put]: NumberVariant,
  { e164, national, international }: NumberForms,
): string {
  const compact = /^\+?\d+$/.test(written);
  if (put[0] === '+') return compact ? e164 : international;
  if (find.length === put.length && written.replace(/\D/g, '') === find) {
    let next = 0;
    return written.replace(/\d/g, () => put.charAt(next++));
  }
  const plus = /[+\uff0b]/.test(written);
  if (compact) return plus ? e164 : put;

  const digits = e164.slice(1);
  if (!plus && !put.endsWith(digits)) return national;
  const accessCode = plus ? '' : put.slice(0, -digits.length);
  return accessCode ? accessCode + international.slice(1) : international;
}
