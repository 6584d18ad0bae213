import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';
import { frenchSwap, TRACKING, visitReply } from '../../support/wire-makers.ts';

const world = snippetWorld();

it.each([
  ['<b>01</b> 99 00 12 34', '01 99 00 20 03'],
  ['<span>+33</span> <i>1</i> <span>99 00</span> 12 34', '+33 1 99 00 20 03'],
  ['Call <a href="/call">01 99 <em>00</em></a> 12<!-- --> 34 now', 'Call 01 99 00 20 03 now'],
])('finds the number split over %j', async (html, expected) => {
  const page = await world.open(`<p id="p">${html}</p>`);
  const tags = await page.evaluate(
    () => document.querySelector('#p')?.querySelectorAll('*').length,
  );
  await expect.poll(() => page.textContent('#p')).toBe(expected);
  expect(
    await page.evaluate(() => document.querySelector('#p')?.querySelectorAll('*').length),
  ).toBe(tags);
});

it('puts no number together from what a reader sees apart', async () => {
  const kept =
    '<table id="kept"><tr><td>01 99</td><td>00 12 34</td></tr></table><div>01 99</div><div>00 12 34</div>';
  const page = await world.open(`${kept}<p id="p">01 99 00 12 34</p>`);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.textContent('body')).toMatch(/01 99\s*00 12 34.*01 99\s*00 12 34/s);
});

it.each([
  ['title', '<p id="x" title="01 99 00 12 34">x</p>'],
  ['alt', '<img id="x" alt="Call 01 99 00 12 34">'],
  ['aria-label', '<button id="x" aria-label="Call 01 99 00 12 34">x</button>'],
  ['placeholder', '<input id="x" placeholder="01 99 00 12 34">'],
  ['value', '<input id="x" type="button" value="Call 01 99 00 12 34">'],
  ['value', '<input id="x" type="submit" value="Call 01 99 00 12 34">'],
  ['content', '<meta id="x" name="phone" content="01 99 00 12 34" data-ringtrace>'],
])('swaps in the attribute %s of %s', async (name, html) => {
  const page = await world.open(html);
  await expect.poll(() => page.getAttribute('#x', name)).toContain('01 99 00 20 03');
  // In place, and as the page changes it.
  const changed = await page.evaluate(async (attribute) => {
    const element = document.querySelector('#x') as Element;
    element.setAttribute(attribute, 'or 01 99 00 12 34');
    await Promise.resolve();
    return element.getAttribute(attribute);
  }, name);
  expect(changed).toBe('or 01 99 00 20 03');
});

it('leaves fields, microdata and unmarked metadata as they are', async () => {
  const page = await world.open(`<div id="kept"><input type="text" value="01 99 00 12 34">
    <textarea placeholder="x">01 99 00 12 34</textarea><meta name="phone" content="01 99 00 12 34">
    <span itemprop="telephone" content="+33199001234">01 99 00 12 34</span></div><p id="p">01 99 00 12 34</p>`);
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.innerHTML('#kept')).not.toMatch(/20 ?03/);
});

it('swaps inside open shadow roots, whenever they are attached, and leaves closed ones', async () => {
  const page =
    await world.open(`<div id="early"><template shadowrootmode="open"><p>01 99 00 12 34</p></template></div>
    <div id="late"></div><p id="p">01 99 00 12 34</p>`);
  const inner = (id: string) =>
    page.evaluate((host) => document.querySelector(host)?.shadowRoot?.textContent, id);
  await expect.poll(() => inner('#early')).toBe('01 99 00 20 03');
  await page.evaluate(() => {
    const root = document.querySelector('#late')?.attachShadow({ mode: 'open' }) as ShadowRoot;
    root.innerHTML = '<p>01 99 00 12 34</p>';
  });
  await expect.poll(() => inner('#late')).toBe('01 99 00 20 03');
});

it('swaps inside frames of the same origin, and again when they load another page', async () => {
  world.server.pages['/inner'] = '<p>01 99 00 12 34</p>';
  const page = await world.open(
    '<iframe id="f" src="/inner"></iframe><p id="p">01 99 00 12 34</p>',
  );
  const inner = () => page.frames()[1]?.textContent('p');
  await expect.poll(inner).toBe('01 99 00 20 03');
  world.server.pages['/other'] = '<p>or 01.99.00.12.34</p>';
  await page.evaluate(() => {
    (document.querySelector('#f') as HTMLIFrameElement).src = '/other';
  });
  await expect.poll(inner).toBe('or 01.99.00.20.03');
});

it('swaps what is cloned from a template, and leaves the template', async () => {
  const page = await world.open(
    '<template id="t"><p>01 99 00 12 34</p></template><p id="p">01 99 00 12 34</p>',
  );
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  const [cloned, kept] = await page.evaluate(async () => {
    const template = document.querySelector('#t') as HTMLTemplateElement;
    const clone = template.content.cloneNode(true) as DocumentFragment;
    const added = clone.firstElementChild as Element;
    document.body.append(clone);
    await Promise.resolve();
    return [added.textContent, template.content.textContent];
  });
  expect([cloned, kept]).toEqual(['01 99 00 20 03', '01 99 00 12 34']);
});

it('swaps the title of the page only if asked', async () => {
  const page = await world.open(
    '<script>document.title = "Shop 01 99 00 12 34"</script><p id="p">01 99 00 12 34</p>',
  );
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.title()).toBe('Shop 01 99 00 12 34');
  world.server.settingsChange = { title: true };
  const other = await world.open('<script>document.title = "Shop 01 99 00 12 34"</script>');
  await expect.poll(() => other.title()).toBe('Shop 01 99 00 20 03');
});

it('swaps only inside what the site names, if it names anything', async () => {
  world.server.settingsChange = { within: 'footer' };
  const page = await world.open('<p id="p">01 99 00 12 34</p><footer>01 99 00 12 34</footer>');
  await expect.poll(() => page.textContent('footer')).toBe('01 99 00 20 03');
  expect(await page.textContent('#p')).toBe('01 99 00 12 34');
});

it('shows the picture of the number', async () => {
  const map = JSON.stringify({ [TRACKING]: '/2003.png' });
  const page = await world.open(`<img id="x" src="/own.png" data-ringtrace-image='${map}'>`);
  await expect.poll(() => page.getAttribute('#x', 'src')).toBe('/2003.png');
});

it('leads links for messages to numbers that take them, and to no others', async () => {
  const page = await world.open(
    '<a id="x" href="sms:+33199001234">text us</a><p id="p">01 99 00 12 34</p>',
  );
  await expect.poll(() => page.textContent('#p')).toBe('01 99 00 20 03');
  expect(await page.getAttribute('#x', 'href')).toBe('sms:+33199001234');
  world.server.onVisit = () => visitReply({ swaps: [frenchSwap({ texts: true })] });
  const other = await world.open('<a id="x" href="sms:+33199001234">text us</a>');
  await expect.poll(() => other.getAttribute('#x', 'href')).toBe('sms:+33199002003');
});
