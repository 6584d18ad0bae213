import { after, now } from '../browser/clock.ts';
import type { Swap } from '../contract/wire.ts';
import { createFinder } from '../domain/find.ts';
import { rewriteLink, rewriteText } from '../domain/rewrite.ts';
import { guard } from './guard.ts';

export type Swapper = {
  /** Shows these swaps from now on, and no others: with none the page is exactly as it was. */
  readonly show: (swaps: readonly Swap[]) => void;
  /** Swaps everything in these parts of the page, in slices where they are large. */
  readonly scan: (roots: Iterable<Node>) => void;
  /** Swaps in one text node or link attribute. */
  readonly refresh: (node: Node | null | undefined) => void;
};

/** What the page wrote, what stands there now, and until when it has used up its turns. */
type Rewrite = { original: string; written: string; busyUntil: number };

/** Long enough to swap a usual page in one go, short enough to stay far from a long task. */
const SLICE_MS = 4;
/** Reading the clock for every node would cost more than the node. */
const NODES_PER_CLOCK = 32;
/** A node may be rewritten ten times a second: a framework that writes its number back more often wins. */
const TURN_MS = 100;
const BURST_MS = 1_000;

const DIAL_LINKS = '[href^="tel:" i],[href^="callto:" i]';
/** Not for readers, or being edited, or the owner said so. */
const OFF_LIMITS =
  'script,style,noscript,textarea,input,title,[contenteditable]:not([contenteditable=false]),[data-ringtrace-ignore]';

/**
 * Rewrites numbers in place, never replacing a node, so that frameworks keep finding theirs. Every
 * rewriting starts from what the page itself wrote, whatever is shown at the moment.
 */
export function createSwapper(root: Document): Swapper {
  let find = createFinder([]);
  /** Undefined until there was something to show: till then no change of the page matters. */
  let shown: string | undefined;
  /** A node that left the page keeps its original here, in case it comes back. */
  const rewrites = new WeakMap<Node, Rewrite>();

  const refresh = (node: Node | null | undefined): void => {
    const current = node?.nodeValue;
    if (!current || !shown || node.nodeType > 3 /* comments */) return;
    const known = rewrites.get(node);
    const original = known?.written === current ? known.original : current;
    const holder = node.parentElement ?? (node as Attr).ownerElement;
    const wanted = (node.nodeType === 2 ? rewriteLink : rewriteText)(original, find);
    if (wanted === current) return;
    if (wanted !== original) {
      if (holder?.closest(OFF_LIMITS)) return;
      const time = now();
      const busyUntil = Math.max(time, known?.busyUntil ?? 0) + TURN_MS;
      if (busyUntil > time + BURST_MS) return;
      rewrites.set(node, { original, written: wanted, busyUntil });
    }
    node.nodeValue = wanted;
  };

  let waiting: Node[] = [];
  /** A NodeIterator, because it alone keeps its place when the page removes nodes between two slices. */
  let texts: NodeIterator | undefined;
  let paused = false;

  const work = (): void => {
    const end = performance.now() + SLICE_MS;
    paused = false;
    for (let visited = 1; texts || waiting.length; visited++) {
      texts ??= begin(waiting.shift() as Node);
      const text = texts.nextNode();
      if (text) refresh(text);
      else texts = undefined;
      if (visited % NODES_PER_CLOCK === 0 && performance.now() > end) {
        paused = true;
        after(0, guard(work));
        return;
      }
    }
  };

  const begin = (part: Node): NodeIterator => {
    refresh((part as Element).getAttributeNode?.('href'));
    (part as Element)
      .querySelectorAll?.(DIAL_LINKS)
      .forEach((link) => void refresh(link.getAttributeNode('href')));
    return root.createNodeIterator(part, 4 /* NodeFilter.SHOW_TEXT */);
  };

  const scan = (parts: Iterable<Node>): void => {
    if (!shown) return;
    for (const part of parts) waiting.push(part);
    if (!paused) work();
  };

  const show = (swaps: readonly Swap[]): void => {
    const next = JSON.stringify(swaps);
    if (next === shown || (!shown && !swaps.length)) return;
    shown = next;
    find = createFinder(swaps);
    // The whole page holds whatever was still waiting.
    waiting = [root];
    texts = undefined;
    work();
  };

  return { show, scan, refresh };
}
