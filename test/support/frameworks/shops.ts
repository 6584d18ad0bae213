import { createElement } from 'react';
import { renderToString as renderReact } from 'react-dom/server';
import { render as renderSvelte } from 'svelte/server';
import { createSSRApp } from 'vue';
import { renderToString as renderVue } from 'vue/server-renderer';
import { Shop as ReactShop } from '../../snippet/browser/frameworks/react/shop.ts';
import { ShopDocument } from '../../snippet/browser/frameworks/react/shop-document.ts';
import { Shop as VueShop } from '../../snippet/browser/frameworks/vue/shop.ts';
import { bundlePage, importForServer } from './bundle.ts';

/** A shop as its framework renders it on a server, and the script that brings it to life. */
export type Shop = {
  readonly client: string;
  /** The page, with these scripts in its head and at the end of its body. */
  readonly page: (head: string, foot: string) => string;
};

export const SHOPS = {
  'React, in #root': async () => {
    const html = renderReact(createElement(ReactShop));
    return {
      client: await bundlePage('frameworks/react/client.ts'),
      page: within('div id="root"', html),
    };
  },
  'React for development, in #root': async () => {
    const html = renderReact(createElement(ReactShop));
    const client = await bundlePage('frameworks/react/client.ts', 'development');
    return { client, page: within('div id="root"', html) };
  },
  'React, the whole document': async () => ({
    client: await bundlePage('frameworks/react/client.ts'),
    page: (head, foot) => {
      const html = renderReact(createElement(ShopDocument, { head }));
      return `<!doctype html>${html.replace('</html>', '')}${foot}</html>`;
    },
  }),
  'Vue, in #app': async () => {
    const html = await renderVue(createSSRApp(VueShop));
    return {
      client: await bundlePage('frameworks/vue/client.ts'),
      page: within('div id="app"', html),
    };
  },
  'Svelte, in #svelte': async () => {
    const { body } = renderSvelte(await importForServer('frameworks/svelte/shop.svelte'));
    const client = await bundlePage('frameworks/svelte/client.ts');
    return { client, page: within('div id="svelte"', body) };
  },
  'Svelte, in main': async () => {
    const { body } = renderSvelte(await importForServer('frameworks/svelte/shop.svelte'));
    return { client: await bundlePage('frameworks/svelte/client.ts'), page: within('main', body) };
  },
} satisfies Record<string, () => Promise<Shop>>;

function within(container: string, html: string): Shop['page'] {
  const [name] = container.split(' ');
  return (head, foot) =>
    `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body>` +
    `<${container}>${html}</${name}>${foot}</body></html>`;
}
