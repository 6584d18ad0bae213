import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { snippetWorld } from '../../../support/snippet-world.ts';

const world = snippetWorld();
const MODULES = new URL('../../../../node_modules/', import.meta.url);

const serve = async (path: string, file: string) => {
  world.server.assets[path] = await readFile(new URL(file, MODULES), 'utf8');
};

const shownNumber = (page: Page) =>
  expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');

describe('jQuery', () => {
  it('whatever writes a number is swapped before it is painted, and reads what is shown', async () => {
    await serve('/jquery.js', 'jquery/dist/jquery.min.js');
    const page = await world.open(
      `<p id="p">01 99 00 12 34</p><p id="html"></p><p id="text">?</p><p id="append"></p>
       <p id="old"></p><a id="attr" href="#">?</a><script src="/jquery.js"></script>
       <script>
         const write = () => {
           $('#html').html('<b>01 99 00 12 34</b>, day and night');
           $('#text').text('01 99 00 12 34, day and night');
           $('#append').append('<i>01 99 00 12 34</i>').append(', day and night');
           $('#old').replaceWith('<p id="new">01 99 00 12 34, day and night</p>');
           $('#attr').attr('href', 'tel:+33199001234');
         };
         const read = () => [
           ...['#html', '#text', '#append', '#new'].map((id) => $(id).text()), $('#attr').attr('href'),
         ];
       </script>`,
    );
    await shownNumber(page);
    const painted = await page.evaluate('write(), new Promise(requestAnimationFrame).then(read)');
    const text = '01 99 00 20 03, day and night';
    expect(painted).toEqual([text, text, text, text, 'tel:+33199002003']);
    expect(world.errors).toEqual([]);
  });
});

describe('htmx', () => {
  it('fragments that it fetches are swapped, and its attributes stay what they were', async () => {
    await serve('/htmx.js', 'htmx.org/dist/htmx.min.js');
    world.server.pages['/branch'] =
      '<section id="branch"><a id="a" href="tel:0199001234">01.99.00.12.34</a></section>';
    const page = await world.open(
      `<p id="p">01 99 00 12 34</p><div id="target"></div>
       <button id="more" hx-get="/branch" hx-target="#target" hx-swap="innerHTML">More</button>
       <script src="/htmx.js"></script>`,
    );
    await shownNumber(page);
    await page.click('#more');
    await expect.poll(() => page.textContent('#branch')).toBe('01.99.00.20.03');
    expect(await page.getAttribute('#a', 'href')).toBe('tel:0199002003');
    expect(await page.getAttribute('#more', 'hx-get')).toBe('/branch');
    expect(world.errors).toEqual([]);
  });
});
