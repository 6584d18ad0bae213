import { SEPARATOR } from './find.ts';

/** So many characters are looked at on either side of a border. */
const REACH = 16;

const ENDS_OPEN = new RegExp(`(?:^|[\\d+(])${SEPARATOR}$`);
const BEGINS_OPEN = new RegExp(`^${SEPARATOR}(?:\\d|$)`);

/** Whether a number may go on from one text into the next. */
export function areJoined(left: string, right: string): boolean {
  return ENDS_OPEN.test(left.slice(-REACH)) && BEGINS_OPEN.test(right.slice(0, REACH));
}

/** Whether a number may come from a text before this one, or go on in one after it. */
export function isOpen(text: string): boolean {
  return BEGINS_OPEN.test(text.slice(0, REACH)) || ENDS_OPEN.test(text.slice(-REACH));
}
