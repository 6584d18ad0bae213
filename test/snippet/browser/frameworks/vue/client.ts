import { createApp, createSSRApp } from 'vue';
import type { ShopWindow } from '../recorder.ts';
import { Shop } from './shop.ts';

const { shop } = window as unknown as ShopWindow;

shop.hydrate = () => {
  createSSRApp(Shop).mount('#app');
  shop.hydrated();
};
shop.render = (container) => {
  createApp(Shop).mount(container);
};
