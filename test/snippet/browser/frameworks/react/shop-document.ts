import { createElement as h, type ReactNode } from 'react';
import { Shop } from './shop.ts';

export type DocumentProps = {
  /** Scripts of the head, as the page that holds them writes them. */
  readonly head: string;
  readonly onHydrated?: (part: 'shell' | 'boundary') => void;
};

/** A whole page rendered by React, as a framework on top of it does. */
export function ShopDocument({ head, ...props }: DocumentProps): ReactNode {
  return h(
    'html',
    { lang: 'en' },
    h('head', { dangerouslySetInnerHTML: { __html: head } }),
    h('body', null, h(Shop, props)),
  );
}
