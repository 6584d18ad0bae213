/** Enough to see two further groups of digits, or a country code, on either side. */
const REACH = 12;

/** Stands for the number itself while its neighbours are looked at. */
const NUMBER = '\0';

/*
 * Classes of characters, spelt out as libphonenumber does: to look up Unicode's own (`\p`) takes a browser
 * longer, while the page waits for its number, than all that is found there.
 */
const LATIN = 'a-zA-Z\\xaa\\xba\\xc0-\\u024f\\u0300-\\u036f\\u1e00-\\u1eff';
/** At the end of a class. */
export const DASH = '\\u2010-\\u2015\\uff0d-';
const CURRENCY = '[$\\xa2-\\xa5\\u20a0-\\u20cf\\uff04\\uffe5]';
/** Within a line. */
const SPACE = '[^\\S\\t-\\r]';

/**
 * What must not stand around a number, because there it is part of something else. Latin letters
 * only: scripts without spaces between words write numbers right after a letter. (The same rule as
 * in libphonenumber's PhoneNumberMatcher.)
 */
const FORBIDDEN = new RegExp(
  [
    // letters, digits, and the marks of identifiers, queries, e-mail addresses, percentages; but "x12" is an extension
    `[\\d${LATIN}_@#=%]\0|\0(?!x\\d)[\\d${LATIN}_@=%]`,
    // prices; but "for 5 € 01 99 …" and "… call now, $5 off" are two things
    `(?:^|[^\\d\\s]\\s?)${CURRENCY}\\s?\0|\0\\s?${CURRENCY}(?!\\d)`,
    // decimals, dates, times, ranges, and number pairs such as "34/35"
    `\\d[.,:/'’${DASH}]\0|\\s\\.\0|\0[.,:/'’${DASH}]\\d`,
    // hyphened identifiers (SKU-…, segments of a UUID) and paths; but "my number-01 99 …" is a number
    '(?:[A-Z]{2}|\\d[a-z]*|[\\da-f]{4})-\0|\0-\\w|[\\w%]/\0',
    // a number of another country, or an unknown way of dialling
    '\\+[\\s(]*\0|(?:\\+|\\b00)\\d{1,4}[\\s.()/-]+\0',
    // a longer run of spaced groups: two before, two after, or one on each side
    `(?:\\d{2,4}${SPACE}){2}\0|\0(?:${SPACE}\\d{2,4}){2}\\b|\\d\\d${SPACE}\0${SPACE}\\d\\d`,
  ].join('|'),
);

/**
 * Whether the digits between `start` and `end` are a number of their own, not part of a longer run of
 * digits, a word, a price, a decimal, a date or an identifier. In doubt it is not: a number left as it
 * is costs a match, a changed price or order number harms the page.
 */
export function standsAlone(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - REACH), start);
  return !FORBIDDEN.test(before + NUMBER + text.slice(end, end + REACH));
}
