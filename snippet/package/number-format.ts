import type { NumberForms } from '../contract/wire.ts';

/** How a component writes its number. */
export type NumberFormat = keyof NumberForms;

/** The national form is what a page prints for its own country's readers, so it is what is meant unsaid. */
export function formatNumber(number: NumberForms, format: string | null | undefined): string {
  return format === 'e164' || format === 'international' ? number[format] : number.national;
}
