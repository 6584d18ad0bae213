import { buildSnippet } from '../../worker/local/cli/build-snippet.ts';
import { launchChromium } from '../support/chromium.ts';
import { busyPageRows } from './busy-page.ts';
import { featureRows } from './feature-bytes.ts';
import { firstSwapRows } from './first-swap.ts';
import { pageLoadRows } from './page-load.ts';
import type { Row } from './row.ts';
import { byteRows } from './snippet-bytes.ts';

/** What the snippet costs a page: bytes, script time on large and busy pages, and the wait for the number. */
export async function benchSnippet(): Promise<Row[]> {
  const files = await buildSnippet();
  const bytes = [...byteRows(files), ...(await featureRows(files.whole))];
  const browser = await launchChromium();
  try {
    return [
      ...bytes,
      ...(await firstSwapRows(browser, files)),
      ...(await busyPageRows(browser, files)),
      ...(await pageLoadRows(browser, files)),
    ];
  } finally {
    await browser.close();
  }
}
