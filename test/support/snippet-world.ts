import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { buildSnippet } from '../../worker/local/cli/build-snippet.ts';
import { launchChromium } from './chromium.ts';
import { type FixtureServer, startFixtureServer } from './fixture-server.ts';

export type SnippetWorld = {
  server: FixtureServer;
  /** A browser profile of its own for each test: nothing stored yet. */
  context: BrowserContext;
  /** A profile of another visitor, who knows nothing of the first. */
  anotherContext: () => Promise<BrowserContext>;
  /** What pages wrote to the console as errors, or threw. */
  errors: string[];
  /** Opens a page whose body is this HTML, with the tag in its head. */
  open: (body: string, options?: OpenOptions) => Promise<Page>;
};

type OpenOptions = { query?: string; path?: string; page?: Page; tag?: string };

/** The browser, the fixture server and the built snippet, for all tests of a file. */
export function snippetWorld(): SnippetWorld {
  let browser: Browser;
  const world = { errors: [] } as unknown as SnippetWorld;

  beforeAll(async () => {
    browser = await launchChromium();
    world.server = await startFixtureServer(await buildSnippet());
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await world.server?.close();
  });
  beforeEach(async () => {
    world.server.reset();
    world.errors.length = 0;
    world.context = await browser.newContext();
    world.context.on('console', (message) => {
      if (message.type() === 'error') world.errors.push(message.text());
    });
    world.context.on('weberror', (error) => world.errors.push(error.error().message));
  });
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));

  world.anotherContext = () => browser.newContext();

  world.open = async (body, { query = '', path = '/', page, tag = defaultTag() } = {}) => {
    world.server.pages[path] =
      `<!doctype html><html><head><title>Shop</title>${tag}</head><body>${body}</body></html>`;
    const opened = page ?? (await world.context.newPage());
    await opened.goto(world.server.origin + path + query);
    return opened;
  };
  const defaultTag = () => `<script async src="${world.server.settings.api}/s/demo.js"></script>`;
  return world;
}
