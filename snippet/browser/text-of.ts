const range = new Range();

/**
 * What texts say that follow each other on the page, as one string: to read each by itself would take several
 * times as long. There is one range, because each that lives makes every change of the page slower.
 */
export function textOf(texts: readonly Text[]): string {
  range.setStartBefore(texts[0] as Text);
  range.setEndAfter(texts[texts.length - 1] as Text);
  return `${range}`;
}
