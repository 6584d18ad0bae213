/** How toll-free numbers begin in most countries, after the calling code. */
const USUAL = /^800/;

/** How they begin elsewhere (or look, where others begin alike), and in which countries, by calling code. */
const ELSEWHERE: readonly (readonly [RegExp, callingCodes: string])[] = [
  [/^050/, '687'],
  [/^08/, '227'],
  [/^0800/, '268 501 676 679 853'],
  [/^(?:120|800)/, '81'],
  [/^12(?:0[13]|28)|^1800/, '84'],
  [/^(?:123|8)00/, '56'],
  [/^1(?:255|80)/, '972'],
  [/^1[38]/, '677'],
  [/^1[378]00/, '60'],
  [/^1(?:66001|800)/, '977'],
  [/^1[78]00/, '593'],
  [/^(?:177|800)/, '62'],
  [/^18/, '965'],
  [/^180/, '61 675'],
  [/^18[01]/, '502'],
  [/^1800/, '57 63 505 970'],
  [/^1800\d{6}$/, '66 353 855'],
  [/^180[02]\d{4}$/, '376'],
  [/^180(?:0|3\d{9}$)/, '91'],
  [/^(?:18|8)00/, '65'],
  [/^20/, '46'],
  [/^(?:289|8(?:00|6[28]|88|99))/, '592'],
  [/^[38]0/, '82'],
  [/^(?:[48]0\d|680[29])\d{5}$/, '36'],
  [/^[48]00/, '971'],
  [/^(?:405|80[05])/, '598'],
  [/^[58]00/, '968'],
  [/^(?:508\d{6}|80)/, '64'],
  [/^8/, '509'],
  [/^80/, '27 39 44 45 47 216 223 230 240 255 262 263 264 298 299 371 382 385 386'],
  [/^80/, '423 503 597 670 886 962'],
  [/^8002\d{7}$/, '504'],
  [/^8[02369]/, '973'],
  [/^8[08]/, '387'],
  [/^(?:10|21)?800/, '86'],
  [/^80[0-5]\d{6}$/, '33 508 590 594 596 681 689'],
  [/^80[0-7]/, '212'],
  [/^80[0-8]/, '354'],
  [/^8(?:0[013]|20)/, '375'],
  [/^80[02]/, '351 370'],
  [/^80[03]/, '880'],
  [/^8(?:0[04]|10)/, '7'],
  [/^8(?:00|11)/, '90'],
  // Beside those of all North America, a few of the Bahamas, of Trinidad and of the Dominican Republic.
  [/^(?:8(?:00|33|44|55|66|77|88)|242300|868800|8[024]9[01])/, '1'],
  [/^8(?:00|88)/, '52'],
  [/^(?:800|90)/, '377'],
  [/^[89]00/, '34'],
  [/^81[18]\d\d$/, '678'],
  [/^88/, '237 994'],
  [/^9800/, '595'],
];

/** Universal international freephone: https://www.itu.int/rec/T-REC-E.169.1 */
const UNIVERSAL = '800';

const TOLL_FREE: ReadonlyMap<string, RegExp> = new Map(
  ELSEWHERE.flatMap(([numbers, codes]) =>
    codes.split(' ').map((code): [string, RegExp] => [code, numbers]),
  ),
);

/**
 * Whether calling the number costs the caller nothing. The full metadata of libphonenumber knows that too,
 * at more than the size of the library itself, for what is a preference among numbers; a test holds this
 * table against it.
 */
export function isTollFree(callingCode: string, nationalNumber: string): boolean {
  return callingCode === UNIVERSAL || (TOLL_FREE.get(callingCode) ?? USUAL).test(nationalNumber);
}
