/** A number in E.164 as those providers write it that leave out the plus. */
export function withoutPlus(number: string): string {
  return number.replace(/^\+/, '');
}
