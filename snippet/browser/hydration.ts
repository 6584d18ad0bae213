/*
 * A server-rendered page whose framework has yet to take it over must not be changed: the framework
 * compares every text with its own and, where they differ, reports an error and renders anew.
 */

/** What the frameworks' own set-ups call the element that they take over, and what they mark it with. */
const ROOTS = '[id$=root],[id$=app]:not(a),[id^=__],astro-island[ssr],[data-ringtrace-hydrate]';
/** Scripts of set-ups that take over the whole document: Next.js's, beside React 19's own with the id `_R_`. */
const WHOLE_DOCUMENT = /\/_next\//;
/** Properties that React, Vue and Preact leave on the nodes or the root that they have taken over. */
const TAKEN_OVER = /\b(__reactF|_vnode|__vue_|__k\b)/;
/** How many siblings back a comment is looked for that opens what Svelte (`[`) or React's Suspense (`$`) renders. */
const SIBLINGS = 20;
/** Whatever has not been taken over so long after the page has loaded never will be. */
const GIVE_UP_MS = 3_000;

/** Where a look at the loaded page found nothing: what is in the same place need look no further up. */
let plain: Node | null | undefined;

/** Whether a framework is about to take this node over, so that it must stay as the server wrote it. */
export function awaitsHydration(node: Node): boolean {
  const { loadEventEnd } = performance.timing;
  if (loadEventEnd && Date.now() - loadEventEnd > GIVE_UP_MS) return false;
  let awaits = false;
  let suspended = false;
  let at: Node | null = node;
  for (; at && at !== plain; at = at.parentNode ?? (at as Attr).ownerElement) {
    if (TAKEN_OVER.test(`${Object.keys(at)}`)) return suspended;
    let before = at.previousSibling;
    for (let left = SIBLINGS; before && left--; before = before.previousSibling) {
      const mark = before.nodeType === 8 && before.nodeValue?.[0];
      suspended ||= mark === '$';
      awaits ||= mark === '[';
    }
    awaits ||= !!(at as Element).matches?.(ROOTS);
  }
  awaits ||=
    suspended ||
    (!at && [...document.scripts].some(({ id, src }) => id === '_R_' || WHOLE_DOCUMENT.test(src)));
  if (!awaits && loadEventEnd) plain = node.parentNode?.parentNode;
  // Svelte prepares the prototypes when it takes over its first root.
  return awaits && !('__e' in Element.prototype);
}
