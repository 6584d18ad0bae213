import { parsedNumber } from './parsed-number.ts';

/** What keeps a text from being a telephone number in E.164, and how to mend it; undefined for nothing. */
export function numberProblem(text: string): string | undefined {
  const number = parsedNumber(text);
  if (!number?.isPossible())
    return `"${text}" is not a telephone number in E.164, as +33199001234 is`;
  return number.number === text ? undefined : `write "${text}" as ${number.number}`;
}
