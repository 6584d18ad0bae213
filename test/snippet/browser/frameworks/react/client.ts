import { createElement as h } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { ShopWindow } from '../recorder.ts';
import { Shop } from './shop.ts';
import { ShopDocument } from './shop-document.ts';

const { shop } = window as unknown as ShopWindow;
const missing = new Set(['shell', 'boundary']);
const onHydrated = (part: 'shell' | 'boundary') => {
  if (missing.delete(part) && !missing.size) shop.hydrated();
};
const onRecoverableError = (error: unknown) => shop.errors.push(String(error));

shop.hydrate = () => {
  const root = document.querySelector('#root');
  if (root) hydrateRoot(root, h(Shop, { onHydrated }), { onRecoverableError });
  else {
    const page = h(ShopDocument, { head: document.head.innerHTML, onHydrated });
    hydrateRoot(document, page, { onRecoverableError });
  }
};
shop.render = (container) => createRoot(container).render(h(Shop, { onHydrated }));
