import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';

const world = snippetWorld();

/** The style and script that the README offers, taken from there. */
async function heldPage(): Promise<string> {
  const readme = await readFile(new URL('../../../README.md', import.meta.url), 'utf8');
  const recipe = /<style id="ringtrace-hold">[\s\S]*?<\/script>/.exec(readme)?.[0] ?? '';
  return `${recipe}<p id="p" data-ringtrace-hold>01 99 00 12 34</p><script>
    const shownAt = new Promise((resolve) => {
      const hidden = () => getComputedStyle(p).visibility === 'hidden';
      window.hiddenFirst = hidden();
      const look = () => hidden() ? requestAnimationFrame(look) : resolve(performance.now() - startedAt);
      const startedAt = performance.now();
      look();
    });</script>`;
}

it('hides a number until it is swapped', async () => {
  const page = await world.open(await heldPage());
  expect(await page.evaluate('window.hiddenFirst')).toBe(true);
  await page.evaluate('shownAt');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.evaluate("getComputedStyle(document.querySelector('#p')).visibility")).toBe(
    'visible',
  );
});

it('shows the own number when nobody answers, for it ends by itself', async () => {
  world.server.onVisit = () => 'hang';
  const page = await world.open(await heldPage());
  expect(await page.evaluate('window.hiddenFirst')).toBe(true);
  const duration = await page.evaluate(
    "getComputedStyle(document.querySelector('#p')).animationDuration",
  );
  expect(duration).toBe('0.3s');
  await page.evaluate('shownAt');
  expect(await page.textContent('#p')).toBe('01 99 00 12 34');
});
