import type { Hooks } from './core.ts';
import { guard } from './guard.ts';
import type { Swapper } from './swapper.ts';

/**
 * Keeps swapping as the page changes: added nodes, edited text, replaced attributes. Called back in the
 * microtask after the change, so the page's own number is never painted. Our own writes come back
 * here as well; the swapper knows them.
 *
 * @returns how to watch a document or shadow root from now on, swapping what it already holds, and how to
 *   stop watching all of them
 */
export function observePage(
  { scan, refresh }: Swapper,
  hooks: Hooks,
): [enter: (root: Node) => void, stop: () => void] {
  const observer = new MutationObserver(
    guard((records: MutationRecord[]) => {
      for (const { addedNodes, attributeName, target } of records) {
        if (addedNodes[0]) scan(addedNodes);
        else if (attributeName) refresh((target as Element).getAttributeNode(attributeName));
        else refresh(target);
      }
      hooks.changed?.();
    }),
  );
  // Doing all this twice to the same root is doing it once.
  const enter = (root: Node) => {
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributeFilter: hooks.attributes,
    });
    hooks.entered?.(root);
    scan([root]);
  };
  return [enter, () => observer.disconnect()];
}
