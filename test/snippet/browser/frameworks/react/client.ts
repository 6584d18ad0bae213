import { createElement as h, lazy } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { ShopWindow } from '../recorder.ts';
import { Boundary, Shop } from './shop.ts';
import { ShopDocument } from './shop-document.ts';

const { shop } = window as unknown as ShopWindow;
const missing = new Set(['shell', 'boundary']);
const onHydrated = (part: 'shell' | 'boundary') => {
  if (missing.delete(part) && !missing.size) shop.hydrated();
};
/** As with code that is split: until it has loaded, the boundary stays as the server rendered it. */
const boundary = lazy(async () => {
  await new Promise((resolve) => setTimeout(resolve, 150));
  return { default: Boundary };
});
const props = { onHydrated, boundary };
const onRecoverableError = (error: unknown) => shop.errors.push(String(error));

shop.hydrate = () => {
  const root = document.querySelector('#root');
  if (root) hydrateRoot(root, h(Shop, props), { onRecoverableError });
  else {
    const page = h(ShopDocument, { head: document.head.innerHTML, ...props });
    hydrateRoot(document, page, { onRecoverableError });
  }
};
shop.render = (container) => createRoot(container).render(h(Shop, { onHydrated }));
