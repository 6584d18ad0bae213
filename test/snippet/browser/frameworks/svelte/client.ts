import { flushSync, hydrate, mount } from 'svelte';
import type { ShopWindow } from '../recorder.ts';
import Shop from './shop.svelte';

const { shop } = window as unknown as ShopWindow;

shop.hydrate = () => {
  const target = document.querySelector('#svelte') ?? document.querySelector('main');
  // Without recovery a mismatch is thrown, not rendered anew in silence.
  hydrate(Shop, { target: target as Element, recover: false });
  flushSync();
  shop.hydrated();
};
shop.render = (container) => {
  mount(Shop, { target: container });
};
