import { createElement as h, type ReactNode } from 'react';
import { Shop, type ShopProps } from './shop.ts';

/** `head`: its scripts, as the page that holds them writes them. */
type DocumentProps = ShopProps & { readonly head: string };

/** A whole page rendered by React, as a framework on top of it does. */
export function ShopDocument({ head, ...props }: DocumentProps): ReactNode {
  return h(
    'html',
    // Nothing else tells early enough that the whole document is to be taken over.
    { lang: 'en', 'data-ringtrace-hydrate': true },
    h('head', { dangerouslySetInnerHTML: { __html: head } }),
    h('body', null, h(Shop, props)),
  );
}
