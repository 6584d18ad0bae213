import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { snippetWorld } from '../../support/snippet-world.ts';

const world = snippetWorld();
/** Of the pages that every build tries: one that fails does so for what was changed. */
const SEED = 20_261_125;
const RUNS = 30;
/** Looks for the shortest story that fails: that takes a minute, so only when asked. */
const SHRINK = !!process.env.FC_SHRINK;

type Tree =
  | { text: string }
  | { comment: string }
  | { tag: string; attributes: Record<string, string>; children: Tree[] };

const OWN = ['insert', 'remove', 'move', 'gather', 'setData', 'setAttribute'] as const;

/** What a page does to itself. Nodes are chosen by their place among all, counted round. */
type Change = {
  kind: (typeof OWN)[number];
  at: number;
  to: number;
  tree: Tree;
  text: string;
  /** Whether the snippet has its turn before the next change. */
  pause: boolean;
};

const NUMBERS = [
  ...['01 99 00 12 34', '0199001234', '01.99.00.12.34', '01\u00a099\u00a000\u00a012\u00a034'],
  ...['+33 1 99 00 12 34', '+33 (0)1 99 00 12 34', '(01) 99 00 12 34', '0033199001234'],
  ...['\uff10\uff11 99 00 12 34', '01 98 00 12 34', '01 99 00', ' 12 34', '0', '4', '+33'],
];
const number = fc.constantFrom(...NUMBERS);
const filler = fc.constantFrom('', ' ', 'Call ', ', or ', '\n', 'order 99', '&<', '\u200b');
const text = fc
  .array(fc.oneof(number, filler), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));
const attributes = fc.dictionary(
  fc.constantFrom('href', 'title', 'aria-label', 'alt', 'placeholder', 'content', 'data-phone'),
  fc.oneof(
    text,
    number.map((it) => `tel:${it}`),
  ),
  { maxKeys: 3 },
);
const tag = fc.constantFrom(
  ...['div', 'p', 'ul', 'section', 'table', 'span', 'b', 'a', 'i', 'em', 'font', 'button'],
  ...['textarea', 'script', 'style', 'template', 'svg', 'input', 'img'],
);
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    { weight: 4, arbitrary: fc.record({ text }) },
    { weight: 1, arbitrary: fc.record({ comment: text }) },
    {
      weight: 5,
      arbitrary: fc.record({
        tag,
        attributes,
        children: fc.array(tie('tree'), { maxLength: 5 }),
      }),
    },
  ),
}));

const changes = (kinds: readonly Change['kind'][]) =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      at: fc.nat(1_000),
      to: fc.nat(1_000),
      tree,
      text,
      pause: fc.boolean(),
    }),
    { maxLength: 15 },
  );

/** In the page: builds a page and its twin, does the same to both, and tells how each ends up. */
async function live([trees, changes]: [Tree[], Change[]]) {
  const make = (tree: Tree): Node => {
    if ('text' in tree) return document.createTextNode(tree.text);
    if ('comment' in tree) return document.createComment(tree.comment.replaceAll('-', ''));
    const element = document.createElement(tree.tag === 'script' ? 'script' : tree.tag);
    if (element instanceof HTMLScriptElement) element.type = 'text/plain';
    for (const [name, value] of Object.entries(tree.attributes)) element.setAttribute(name, value);
    element.append(...tree.children.map(make));
    return element;
  };
  const all = (root: Element) => {
    const walker = document.createTreeWalker(root);
    const nodes: Node[] = [root];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    return nodes;
  };
  const change = (root: Element, { kind, at, to, tree, text }: Change) => {
    const nodes = all(root);
    const texts = nodes.filter((node): node is Text => node instanceof Text);
    const elements = nodes.filter((node): node is Element => node instanceof Element);
    const node = nodes[at % nodes.length] as Node;
    const data = texts[at % (texts.length || 1)];
    const place = elements[to % elements.length] as Element;
    const before = place.childNodes[at % (place.childNodes.length + 1)] ?? null;
    const isFree = node !== root && !node.contains(place);
    if (kind === 'insert') place.insertBefore(make(tree), before);
    else if (kind === 'remove' && node !== root) node.parentNode?.removeChild(node);
    else if (kind === 'move' && isFree && before !== node) place.insertBefore(node, before);
    else if (kind === 'setData' && data) data.data = text;
    else if (kind === 'setAttribute' && place !== root) place.setAttribute('title', text);
    else if (kind === 'gather') place.append(...place.childNodes, text);
  };
  const turn = () => new Promise((resolve) => setTimeout(resolve));

  const subject = document.body;
  const twin = document.implementation.createHTMLDocument().body;
  for (const root of [subject, twin]) root.replaceChildren(...trees.map(make));
  await turn();
  let swapped = subject.innerHTML !== twin.innerHTML;
  for (const next of changes) {
    change(subject, next);
    change(twin, next);
    if (next.pause) await turn();
    swapped ||= subject.innerHTML !== twin.innerHTML;
  }
  await turn();
  (window as { ringtrace?: (command: string) => void }).ringtrace?.('release');
  await turn();
  const shapeOf = (root: Element) =>
    all(root).map(({ nodeName, nodeValue }) => [nodeName, nodeValue]);
  return {
    swapped,
    subject: [subject.innerHTML, shapeOf(subject)],
    twin: [twin.innerHTML, shapeOf(twin)],
  };
}

/** Tries pages that change in these ways; how many of them showed another number meanwhile. */
async function expectGivenBack(kinds: readonly Change['kind'][]): Promise<number> {
  const tag = `<script src="${world.server.settings.api}/s/demo.js"></script>`;
  let page: Page | undefined;
  let swapped = 0;
  // Errors that the snippet kept to itself are errors too.
  await world.context.addInitScript(() =>
    document.addEventListener('ringtrace:error', (event) =>
      reportError((event as CustomEvent).detail),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(tree, { minLength: 1, maxLength: 6 }),
      changes(kinds),
      async (...story) => {
        page = await world.open('', { tag, ...(page && { page }) });
        await page.waitForFunction(
          () => 'ringtrace' in window && localStorage.getItem('ringtrace_demo'),
          undefined,
          { polling: 10 },
        );
        const ended = await page.evaluate(live, story);
        if (ended.swapped) swapped++;
        expect(ended.subject).toEqual(ended.twin);
        expect(world.errors).toEqual([]);
      },
    ),
    { numRuns: RUNS, seed: SEED, endOnFailure: !SHRINK },
  );
  return swapped;
}

it('gives back any page exactly as it would be without the tag', async () => {
  expect(await expectGivenBack(OWN)).toBeGreaterThan(RUNS / 2);
});
