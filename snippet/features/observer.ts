import { guard } from './guard.ts';
import type { Swapper } from './swapper.ts';

/**
 * Keeps swapping as the page changes: added nodes, edited text, replaced links. Called back in the
 * microtask after the change, so the page's own number is never painted. Our own writes come back
 * here as well; the swapper knows them.
 */
export function observePage(root: Document, { scan, refresh }: Swapper): void {
  const observer = new MutationObserver(
    guard((records: MutationRecord[]) => {
      for (const { addedNodes, attributeName, target } of records) {
        scan(addedNodes);
        if (attributeName) refresh((target as Element).getAttributeNode(attributeName));
        else refresh(target);
      }
    }),
  );
  observer.observe(root, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['href'],
  });
}
