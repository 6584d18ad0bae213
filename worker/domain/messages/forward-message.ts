import type { TextMessage } from './text-message.ts';

/** What is sent on to the owner, from the tracking number that it came to. */
export type ForwardedText = { readonly from: string; readonly to: string; readonly text: string };

/** The longest that providers take in one message: https://www.twilio.com/docs/messaging/twiml/message */
const LONGEST = 1_600;

/** What no document may have in it, however it is written: https://www.w3.org/TR/xml/#charsets */
const NOT_IN_XML = /[^\P{Cc}\n\r\t]|[\uFFFE\uFFFF]/gu;

/**
 * What the owner is sent of a message, who wrote it first; undefined where nothing is. What the owner's own phone
 * sends to a tracking number is not sent back to it: an automatic answer would go round in circles.
 */
export function forwardMessage(
  { number, sender, text, media }: TextMessage,
  to: string | null,
): ForwardedText | undefined {
  if (to === null || sender === to) return undefined;
  const files = media === 0 ? '' : `[${media} ${media === 1 ? 'file' : 'files'}]`;
  const said = [`${sender ?? 'Unknown'}:`, text, files].filter((part) => part !== '').join(' ');
  return { from: number, to, text: cut(said.replace(NOT_IN_XML, '')) };
}

/** By characters, so that none is torn apart. */
function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  let short = '';
  for (const character of text) {
    if (short.length + character.length > LONGEST - 1) break;
    short += character;
  }
  return `${short}…`;
}
