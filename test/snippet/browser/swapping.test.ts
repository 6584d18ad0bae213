import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';
import { frenchSwap, swapOf, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();

it.each([
  ['01 99 00 12 34', '01 99 00 20 03'],
  ['01.99.00.12.34', '01.99.00.20.03'],
  ['01-99-00-12-34', '01-99-00-20-03'],
  ['01\u00a099\u202f00\u200912\u00a034', '01\u00a099\u202f00\u200920\u00a003'],
  ['0199001234', '0199002003'],
  ['(01) 99 00 12 34', '(01) 99 00 20 03'],
  ['+33 1 99 00 12 34', '+33 1 99 00 20 03'],
  ['+33 (0)1 99 00 12 34', '+33 (0)1 99 00 20 03'],
  ['0033 1 99 00 12 34', '0033 1 99 00 20 03'],
  ['Call us: 01/99/00/12/34, any day.', 'Call us: 01/99/00/20/03, any day.'],
])('swaps %j in a text', async (written, expected) => {
  const page = await world.open(`<p id="p">${written}</p>`);
  await expect.poll(() => page.textContent('#p')).toBe(expected);
});

it.each([
  ['tel:+33199001234', 'tel:+33199002003'],
  ['TEL:01%2099%2000%2012%2034', 'TEL:01 99 00 20 03'],
  ['tel:0199001234;ext=5', 'tel:0199002003;ext=5'],
  ['callto:0033199001234', 'callto:0033199002003'],
])('swaps the link %j', async (href, expected) => {
  const page = await world.open(`<a id="a" href="${href}">call</a>`);
  await expect.poll(() => page.getAttribute('#a', 'href')).toBe(expected);
});

it('swaps several target numbers in one text', async () => {
  const london = swapOf('+442079460123', '+442079460999', '0');
  world.server.onVisit = () => visitReply({ swaps: [frenchSwap(), london] });
  const page = await world.open('<p id="p">Paris 01 99 00 12 34 / London 020 7946 0123</p>');
  await expect
    .poll(() => page.textContent('#p'))
    .toBe('Paris 01 99 00 20 03 / London 020 7946 0999');
});

it('leaves everything that is not for readers or is being edited', async () => {
  const kept = `<div id="kept"><script type="application/ld+json">{"tel":"01 99 00 12 34"}</script>
    <style>/* 01 99 00 12 34 */</style><noscript>01 99 00 12 34</noscript>
    <textarea>01 99 00 12 34</textarea><input value="01 99 00 12 34">
    <p contenteditable>01 99 00 12 34</p><!-- 01 99 00 12 34 -->
    <p data-ringtrace-ignore><a href="tel:+33199001234">01 99 00 12 34</a></p>
    <a href="https://example.com/0199001234">order</a></div>`;
  const page = await world.open(`${kept}<p id="p">01 99 00 12 34</p>`);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.innerHTML('#kept')).not.toMatch(/2003|20 03/);
});

it('swaps what a script adds later', async () => {
  const page = await world.open('<p id="p">01 99 00 12 34</p><div id="d"></div>');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  // Links are the second file's.
  await page.waitForFunction('window.ringtrace');
  const added = () =>
    page.evaluate(async () => {
      const div = document.querySelector('#d') as HTMLElement;
      div.innerHTML = '<section><a href="tel:+33199001234">0199001234</a></section>';
      await Promise.resolve();
      return div.innerHTML;
    });
  // Where the machine is slow the snippet may still be at the rest of the page, and comes to this later.
  await expect.poll(added).toBe('<section><a href="tel:+33199002003">0199002003</a></section>');
});

it('swaps what a script edits in place, before anything is painted', async () => {
  const page = await world.open('<p id="p">01 99 00 12 34</p><a id="a" href="#">x</a>');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  // Links are the second file's.
  await page.waitForFunction('window.ringtrace');
  const edited = await page.evaluate(async () => {
    const text = document.querySelector('#p')?.firstChild as Text;
    const link = document.querySelector('#a') as HTMLAnchorElement;
    text.data = 'new text, 0199001234';
    link.setAttribute('href', 'tel:0199001234');
    await Promise.resolve();
    return [text.data, link.getAttribute('href')];
  });
  expect(edited).toEqual(['new text, 0199002003', 'tel:0199002003']);
});

it('changes text nodes in place and never replaces them', async () => {
  const tag = `<script async src="${world.server.settings.api}/s/demo.js"></script>`;
  const page = await world.open(
    '<p id="p">01 99 00 12 34</p><script>kept = document.querySelector("#p").firstChild</script>',
    { tag },
  );
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.evaluate('document.querySelector("#p").firstChild === kept')).toBe(true);
});

it('gives in to a page that keeps writing its number back', async () => {
  const page = await world.open('<p id="p">01 99 00 12 34</p>');
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  const rounds = await page.evaluate(async () => {
    const text = document.querySelector('#p')?.firstChild as Text;
    let written = 0;
    new MutationObserver(() => {
      if (text.data === '01 99 00 12 34' || written > 500) return;
      written++;
      text.data = '01 99 00 12 34';
    }).observe(text, { characterData: true });
    text.data = '01 99 00 12 34 ';
    await new Promise((resolve) => setTimeout(resolve, 100));
    return written;
  });
  expect(rounds).toBeLessThan(20);
});

it('swaps to the end of a page of 10,000 texts', async () => {
  const page = await world.open(`${'<p>Some text about nothing</p>'.repeat(10_000)}
    <p id="p">01 99 00 12 34</p>`);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
});

it('swaps to the end even if the page removes what was just looked at', async () => {
  const page = await world.open(
    `<p id="first">01 99 00 12 34</p>${'<i>filler</i>'.repeat(50_000)}<p id="p">01 99 00 12 34</p>`,
    { tag: '' },
  );
  await page.evaluate((src) => {
    const first = document.querySelector('#first') as Node;
    // Called back right after the first slice, which ends somewhere among the fillers.
    new MutationObserver(() => {
      for (const filler of document.querySelectorAll('i')) filler.remove();
    }).observe(first, { characterData: true, subtree: true });
    document.head.append(Object.assign(document.createElement('script'), { src }));
  }, `${world.server.settings.api}/s/demo.js`);
  await expect.poll(() => page.textContent('#p'), { timeout: 5_000 }).toBe('01 99 00 20 03');
});
