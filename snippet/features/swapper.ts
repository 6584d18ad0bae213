import { after, now } from '../browser/clock.ts';
import { awaitsHydration } from '../browser/hydration.ts';
import { textOf } from '../browser/text-of.ts';
import type { SnippetSettings, Swap } from '../contract/wire.ts';
import { createFinder, type Finder } from '../domain/find.ts';
import { rewriteTexts } from '../domain/rewrite.ts';
import { createSieve } from '../domain/sieve.ts';
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

/** What the page wrote, what `finder` made of it, and until when the node has used up its turns. */
type Rewrite = { original: string; written: string; finder: Finder; busyUntil: number };

/** Short enough to stay far from a long task, whatever the page itself does around it. */
const SLICE_MS = 2;
/** So many are looked through at once, in a small part of that time. */
const BATCH_NODES = 100;
/** A node may be rewritten ten times a second: a framework that writes its number back more often wins. */
const TURN_MS = 100;
const BURST_MS = 1_000;
/** How soon a root is swapped once its framework has taken it over. */
const LOOK_AGAIN_MS = 50;

/** Being edited, written for machines, or the owner said so. */
const OFF_LIMITS =
  '[contenteditable]:not([contenteditable=false]),[data-ringtrace-ignore],[itemprop=telephone]:not([data-ringtrace])';
const DIAL_LINKS = '[href^=tel i]';
/** Elements whose text nobody reads. */
const UNREAD = ',script,style,noscript,textarea';

/**
 * Rewrites numbers in place, never replacing a node, so that frameworks keep finding theirs. Every
 * rewriting starts from what the page itself wrote, whatever is shown at the moment.
 */
export function createSwapper(
  root: Document,
  { title, within }: Pick<SnippetSettings, 'title' | 'within'>,
  counts: SwapCounts,
  hooks: Hooks,
): Swapper {
  let find = createFinder([]);
  let sieve = createSieve([]);
  let shown: readonly Swap[] = [];
  const everShown: Swap[] = [];
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
      const known = rewrites.get(node);
      if (!known && awaitsHydration(node)) {
        if (!awaiting.size) after(LOOK_AGAIN_MS, guard(lookAgain));
        awaiting.add(node);
        return;
      }
      const time = now();
      const busyUntil = Math.max(time, known?.busyUntil ?? 0) + TURN_MS;
      if (busyUntil > time + BURST_MS) return;
      counts.swaps++;
      if (known?.original === current) counts.reverted++;
      rewrites.set(node, { original, written: wanted, finder: find, busyUntil });
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
    const known = rewrites.get(node);
    // Our own writing comes back from the observer.
    if (known?.written === current && known.finder === find) return;
    if (node.nodeType === 2) {
      const original = originalOf(node);
      // Before the second file is there these are links that dial, which read like any text.
      const wanted = hooks.swapAttribute
        ? hooks.swapAttribute(node as Attr, original, find, shown)
        : (rewriteTexts([original], find)[0] as string);
      write(node, original, wanted);
    } else if (node.nodeType === 3 && (known || /[\d\uff10-\uff19]/.test(current))) {
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
  /** Texts that may hold a number. */
  let suspects: Text[] = [];
  /** Working, or between two slices. */
  let busy = false;

  const work = (since = performance.now()): void => {
    busy = true;
    for (let text = suspects.pop(); text || nodes || waiting[0]; text = suspects.pop()) {
      if (text) refresh(text);
      else lookThrough();
      if (performance.now() > since + SLICE_MS) {
        after(0, guard(work));
        return;
      }
    }
    busy = false;
  };

  /** Looks for texts that may hold a number among the next ones. */
  const lookThrough = (): void => {
    nodes ??= begin(waiting.shift() as Node);
    const texts: Text[] = [];
    let node: Node | null = root;
    for (let left = BATCH_NODES; left-- && node; ) {
      node = nodes.nextNode();
      if (node?.nodeType === 1) hooks.visit?.(node as Element);
      else if (node) texts.push(node as Text);
    }
    if (!node) nodes = undefined;
    suspects = texts[1] ? sieve(texts, textOf(texts)) : texts;
  };

  const begin = (part: Node): NodeIterator => {
    if (hooks.begin) hooks.begin(part);
    else (part as Element).querySelectorAll?.(DIAL_LINKS).forEach(refreshLink);
    return root.createNodeIterator(part, hooks.nodes);
  };

  const refreshLink = (link: Element): void => refresh(link.getAttributeNode('href'));

  const scan = (parts: Iterable<Node>): void => {
    if (!shownAs) return;
    for (const part of parts) waiting.push(part);
    if (!busy) work();
  };

  const show = (swaps: readonly Swap[]): void => {
    const next = JSON.stringify(swaps);
    if (next === shownAs || (!shownAs && !swaps.length)) return;
    const since = performance.now();
    shown = swaps;
    shownAs = next;
    find = createFinder(swaps);
    everShown.push(...swaps);
    sieve = createSieve(everShown);
    // The whole page holds whatever was still waiting.
    waiting = [root];
    nodes = undefined;
    suspects = [];
    work(since);
    tell('swap', swaps);
  };

  return { show, scan, refresh };
}
