import type { Swap } from '../contract/wire.ts';
import type { Finder } from './find.ts';
import { rewriteTexts } from './rewrite.ts';
import { rewriteLink } from './rewrite-link.ts';

/** A link that writes to a number: text messages and the messengers that go by phone number. */
const MESSAGE_LINK =
  /^(\s*(?:sms(?:to)?:|https?:..wa\.me\/|.*(?:whatsapp|viber).*(?:phone|number)=))([^;,?&]*)/i;

/**
 * The value of an attribute that people see or tap, with every target number replaced. Links that write
 * to a number follow only to one that takes messages: a link must not be made dead.
 *
 * @param images for `src`: the picture of each tracking number, by E.164
 */
export function rewriteAttribute(
  name: string,
  value: string,
  find: Finder,
  swaps: readonly Swap[],
  images: Readonly<Record<string, string>>,
): string {
  if (name === 'href') {
    const able: Finder = (text) => find(text).filter(({ swap }) => swap.texts);
    return rewriteLink(rewriteLink(value, find), able, MESSAGE_LINK);
  }
  if (name !== 'src') return rewriteTexts([value], find)[0] as string;
  const pictured = swaps.find(({ number }) => images[number.e164])?.number.e164;
  return (pictured && images[pictured]) ?? value;
}
