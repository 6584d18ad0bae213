/**
 * Calls back with every shadow root that scripts attach from now on: nothing else would tell of one that
 * comes after its host. What the page calls does and answers as before.
 */
export function onShadowRoot(attached: (root: ShadowRoot) => void): void {
  const attachShadow = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    if (init.mode === 'open') attached(root);
    return root;
  };
}
