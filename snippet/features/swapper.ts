import { after, now } from '../browser/clock.ts';
import { awaitsHydration } from '../browser/hydration.ts';
import type { SnippetSettings, Swap } from '../contract/wire.ts';
import { createFinder } from '../domain/find.ts';
import { rewriteLink, rewriteTexts } from '../domain/rewrite.ts';
import type { Hooks } from './core.ts';
import { guard, tell } from './guard.ts';

export type Swapper = {
  /** Shows these swaps from now on, and no others: with none the page is exactly as it was. */
  readonly show: (swaps: readonly Swap[]) => void;
  /** Swaps everything in these parts of the page, in slices where they are large. */
  readonly scan: (parts: Iterable<Node>) => void;
  /** Swaps in one text node or attribute. */
  readonly refresh: (node: Node | null | undefined) => void;
};

/** What has been done to the page; a number that the page had written back counts in both. */
export type SwapCounts = { swaps: number; reverted: number };

/** What the page wrote, what stands there now, and until when it has used up its turns. */
type Rewrite = { original: string; written: string; busyUntil: number };

/** Short enough to stay far from a long task, whatever the page itself does around it. */
const SLICE_MS = 2;
/** Reading the clock for every node would cost more than the node. */
const NODES_PER_CLOCK = 16;
/** A node may be rewritten ten times a second: a framework that writes its number back more often wins. */
const TURN_MS = 100;
const BURST_MS = 1_000;
/** How soon a root is swapped once its framework has taken it over. */
const LOOK_AGAIN_MS = 50;

/** Being edited, written for machines, or the owner said so. */
const OFF_LIMITS =
  '[contenteditable]:not([contenteditable=false]),[data-ringtrace-ignore],[itemprop=telephone]:not([data-ringtrace])';
/** Elements whose text nobody reads. */
const UNREAD = ',script,style,noscript,textarea,template';

/**
 * Rewrites numbers in place, never replacing a node, so that frameworks keep finding theirs. Every
 * rewriting starts from what the page itself wrote, whatever is shown at the moment. `enter` is told each
 * document and shadow root that a scan comes upon; it may hand it back to `scan`.
 */
export function createSwapper(
  root: Document,
  { title, within }: Pick<SnippetSettings, 'title' | 'within'>,
  enter: (inner: Node) => void,
  counts: SwapCounts,
  hooks: Hooks,
): Swapper {
  let find = createFinder([]);
  let shown: readonly Swap[] = [];
  /** Undefined until there was something to show: till then no change of the page matters. */
  let shownAs: string | undefined;
  /** A node that left the page keeps its original here, in case it comes back. */
  const rewrites = new WeakMap<Node, Rewrite>();
  const textLimits = OFF_LIMITS + UNREAD + (title ? '' : ',title');
  /** What the page wrote, by what was written over it: a copy of a node has no entry above. */
  const ownTexts = new Map<string, string>();
  const awaiting = new Set<Node>();

  const originalOf = (node: Node): string => {
    const known = rewrites.get(node);
    const current = node.nodeValue as string;
    return known?.written === current ? known.original : (ownTexts.get(current) ?? current);
  };

  const write = (node: Node, original: string, wanted: string): void => {
    const current = node.nodeValue;
    if (wanted === current) return;
    if (wanted !== original) {
      const holder = node.parentElement ?? (node as Attr).ownerElement;
      if (holder?.closest(node.nodeType === 2 ? OFF_LIMITS : textLimits)) return;
      if (within && !holder?.closest(within)) return;
      if (awaitsHydration(node)) {
        if (!awaiting.size) after(LOOK_AGAIN_MS, guard(lookAgain));
        awaiting.add(node);
        return;
      }
      const known = rewrites.get(node);
      const time = now();
      const busyUntil = Math.max(time, known?.busyUntil ?? 0) + TURN_MS;
      if (busyUntil > time + BURST_MS) return;
      counts.swaps++;
      if (known?.original === current) counts.reverted++;
      rewrites.set(node, { original, written: wanted, busyUntil });
      ownTexts.set(wanted, original);
    }
    node.nodeValue = wanted;
  };

  const lookAgain = (): void => {
    const nodes = [...awaiting];
    awaiting.clear();
    nodes.forEach(refresh);
  };

  const refresh = (node: Node | null | undefined): void => {
    const current = node?.nodeValue;
    if (!current || !shownAs) return;
    if (node.nodeType === 2) {
      const original = originalOf(node);
      const dialled = rewriteLink(original, find);
      const wanted =
        dialled === original ? hooks.swapAttribute?.(node as Attr, original, find, shown) : dialled;
      write(node, original, wanted ?? dialled);
    } else if (node.nodeType === 3 && (rewrites.has(node) || /[\d\uff10-\uff19]/.test(current))) {
      let run: readonly Node[] = [node];
      let originals: readonly string[] = [originalOf(node)];
      let wanted = rewriteTexts(originals, find);
      if (wanted === originals && hooks.runOf) {
        run = hooks.runOf(node as Text);
        originals = run.map(originalOf);
        wanted = rewriteTexts(originals, find);
      }
      run.forEach((text, index) => {
        write(text, originals[index] as string, wanted[index] as string);
      });
    }
  };

  let waiting: Node[] = [];
  /** A NodeIterator, because it alone keeps its place when the page removes nodes between two slices. */
  let nodes: NodeIterator | undefined;
  /** Working, or between two slices. */
  let busy = false;

  const work = (): void => {
    const end = performance.now() + SLICE_MS;
    busy = true;
    for (let visited = 1; nodes || waiting.length; visited++) {
      nodes ??= begin(waiting.shift() as Node);
      const node = nodes.nextNode();
      if (!node) nodes = undefined;
      else if (node.nodeType === 3) refresh(node);
      else {
        const inner = (node as Element).shadowRoot ?? (node as HTMLIFrameElement).contentDocument;
        if (inner) enter(inner);
      }
      if (visited % NODES_PER_CLOCK === 0 && performance.now() > end) {
        after(0, guard(work));
        return;
      }
    }
    busy = false;
  };

  const begin = (part: Node): NodeIterator => {
    refreshAttributes(part as Element);
    (part as Element).querySelectorAll?.(hooks.holders).forEach(refreshAttributes);
    return root.createNodeIterator(part, 5 /* NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT */);
  };

  const refreshAttributes = (element: Element): void => {
    for (const name of hooks.attributes) refresh(element.getAttributeNode?.(name));
  };

  const scan = (parts: Iterable<Node>): void => {
    if (!shownAs) return;
    for (const part of parts) waiting.push(part);
    if (!busy) work();
  };

  const show = (swaps: readonly Swap[]): void => {
    const next = JSON.stringify(swaps);
    if (next === shownAs || (!shownAs && !swaps.length)) return;
    shown = swaps;
    shownAs = next;
    find = createFinder(swaps);
    // The whole page holds whatever was still waiting.
    waiting = [root];
    nodes = undefined;
    work();
    tell('swap', swaps);
  };

  return { show, scan, refresh };
}
