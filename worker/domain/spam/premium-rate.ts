/**
 * How premium-rate numbers of a country begin, by its calling code; countries whose plan does not keep them together
 * are left out.
 */
const PREMIUM_RATE: Readonly<Record<string, string>> = {
  1: '900',
  31: '90[069]',
  32: '90',
  33: '89',
  34: '80[367]',
  39: '899',
  41: '90[016]',
  43: '9(?:0[01]|3[019])',
  44: '9[01]',
  45: '90',
  46: '9(?:00|39|44)',
  48: '70[0134678]',
  49: '900',
  61: '190',
  64: '90',
  81: '990',
  90: '900',
  // With a Dublin number, which also may begin so, it shares no length.
  353: '15\\d{8}$',
  358: '[67]00',
  420: '90[0689]',
};

const BEGINNINGS = Object.entries(PREMIUM_RATE).map(([code, beginning]) => `${code}${beginning}`);
const PREMIUM = new RegExp(`^\\+(?:${BEGINNINGS.join('|')})`);

/**
 * Whether ringing the number would cost extra, as far as the table goes; so nobody rings from it. For why the full
 * metadata of libphonenumber is not asked see `isTollFree`; a test holds this table against it, too.
 *
 * @param number E.164
 */
export function isPremiumRate(number: string): boolean {
  return PREMIUM.test(number);
}
