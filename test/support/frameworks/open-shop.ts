import type { BrowserContext, Page } from 'playwright-core';
import { RECORDER, type ShopWindow } from '../../snippet/browser/frameworks/recorder.ts';
import type { SnippetWorld } from '../snippet-world.ts';
import { visitReply } from '../wire-makers.ts';
import type { Shop } from './shops.ts';

type OpenOptions = {
  /** When the framework's script takes over, in milliseconds after it has loaded. */
  readonly hydrateAfter?: number;
  /** How long the answer to the visit takes, in milliseconds. */
  readonly answerAfter?: number;
  /** The tag blocks the parser, so that it runs before anything of the page is there. */
  readonly blocking?: boolean;
  /** Whose browser it is: the test's own, where tabs wait for each other's answers. */
  readonly context?: BrowserContext;
};

type OpenShop = {
  readonly page: Page;
  /** Errors and warnings of the console, and what the framework told of hydration. */
  readonly problems: () => Promise<string[]>;
  /** Waits for the last swap: milliseconds from when both hydration and the answer were there. */
  readonly swapDelay: () => Promise<number>;
};

/**
 * How soon a number has to be there once the framework and the answer are. 100 ms is what is wanted; a
 * machine that runs much else at the same time is given more.
 */
export const SWAP_MS = 400;

let opened = 0;

/** Opens a shop on an address of its own, with the snippet's tag in its head. */
export async function openShop(
  world: SnippetWorld,
  shop: Shop,
  {
    hydrateAfter = 0,
    answerAfter = 0,
    blocking = false,
    context = world.context,
  }: OpenOptions = {},
): Promise<OpenShop> {
  const { server } = world;
  const path = `/shop-${opened++}`;
  const answer = server.onVisit;
  server.onVisit = async (visit, count) => {
    if (!visit.page.url.endsWith(path)) return answer(visit, count);
    await new Promise((resolve) => setTimeout(resolve, answerAfter));
    return visitReply();
  };
  server.assets[`${path}.js`] = shop.client;
  const tag = `<script ${blocking ? '' : 'async'} src="${server.settings.api}/s/demo.js"></script>`;
  const start = hydrateAfter ? `setTimeout(shop.hydrate, ${hydrateAfter})` : 'shop.hydrate()';
  server.pages[path] = shop.page(
    RECORDER + tag,
    `<script src="${path}.js"></script><script>${start}</script>`,
  );

  const page = await context.newPage();
  const logged: string[] = [];
  page.on('pageerror', (error) => logged.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) logged.push(message.text());
  });
  await page.goto(server.origin + path);
  return {
    page,
    problems: async () => [...logged, ...(await page.evaluate(recordedErrors))],
    swapDelay: async () => {
      await page.waitForFunction(isSwapped, undefined, { timeout: 10_000, polling: 50 });
      return page.evaluate(measureDelay);
    },
  };
}

function recordedErrors(): string[] {
  return (window as unknown as ShopWindow).shop.errors;
}

function isSwapped(): boolean {
  return (window as unknown as ShopWindow).shop.swappedAt > 0;
}

function measureDelay(): number {
  const { hydratedAt, swappedAt } = (window as unknown as ShopWindow).shop;
  const visit = performance
    .getEntriesByType('resource')
    .find(({ name }) => name.endsWith('/v1/visits')) as PerformanceResourceTiming | undefined;
  const answeredAt = visit && visit.responseEnd < swappedAt ? visit.responseEnd : 0;
  return swappedAt - Math.max(hydratedAt, answeredAt);
}
