import type { Browser, Page } from 'playwright-core';
import type { RunningServer } from './local-server.ts';

export type DemoVisitor = {
  readonly page: Page;
  /** What went wrong on the page, console errors included. */
  readonly errors: readonly string[];
  /** The E.164 number behind the phone link at the top of the page. */
  shownNumber(): Promise<string>;
  close(): Promise<void>;
};

/** Somebody opens the demo shop in a browser of their own and waits until the number has been swapped. */
export async function openDemoShop(
  browser: Browser,
  server: RunningServer,
  visit: { readonly query?: string; readonly referer?: string } = {},
): Promise<DemoVisitor> {
  const context = await browser.newContext();
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(`${server.url}/demo/${visit.query ?? ''}`, {
    ...(visit.referer && { referer: visit.referer }),
  });
  await page.waitForFunction(
    () => document.querySelector('nav .call')?.getAttribute('href') !== 'tel:+33199001234',
  );
  return {
    page,
    errors,
    shownNumber: async () =>
      (await page.locator('nav .call').getAttribute('href'))?.replace('tel:', '') ?? '',
    close: () => context.close(),
  };
}
