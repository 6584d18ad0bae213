import type { Swap } from '../contract/wire.ts';
import type { Finder } from '../domain/find.ts';
import { rewriteAttribute } from '../domain/rewrite-attribute.ts';

/** The attributes that people see or tap. */
export const ATTRIBUTES = [
  'href',
  'title',
  'alt',
  'aria-label',
  'placeholder',
  'value',
  'content',
  'src',
];

/** Elements that have one which may hold a number. */
const HOLDERS =
  '[href^=tel i],[href^=callto i],[href^=sms i],[href*="wa.me/"],[href*=whatsapp],[href*=viber],[title],[alt],[aria-label],[placeholder],input[value],[data-ringtrace],[data-ringtrace-image]';

/** Attributes that hold something else, unless their element says that it is a number for readers. */
const SHOWS: Readonly<Record<string, string>> = {
  value: '[type=button],[type=submit],[type=reset]',
  content: '[data-ringtrace]',
  src: '[data-ringtrace-image]',
};

/** Has those of an element and all that is in it looked at. */
export function refreshAttributes(part: Node, refresh: (attribute: Attr | null) => void): void {
  const element = part as Element;
  const own = (holder: Element) => {
    for (const name of ATTRIBUTES) refresh(holder.getAttributeNode(name));
  };
  if (element.hasAttributes?.()) own(element);
  if (element.firstElementChild) element.querySelectorAll(HOLDERS).forEach(own);
}

/** What this attribute should say, for what the page had it say. */
export function swapAttribute(
  { name, ownerElement }: Attr,
  value: string,
  find: Finder,
  swaps: readonly Swap[],
): string {
  if (!ownerElement?.matches(SHOWS[name] ?? '*')) return value;
  const images =
    name === 'src' && JSON.parse(ownerElement.getAttribute('data-ringtrace-image') ?? '');
  return rewriteAttribute(name, value, find, swaps, images);
}
