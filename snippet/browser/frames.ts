/** Calls back with the document of every frame that loads from now on, where the page may look into it. */
export function onFrameLoad(root: Document, loaded: (inner: Document) => void): void {
  // A frame tells nobody but itself; the capturing phase passes by its document all the same.
  root.addEventListener(
    'load',
    ({ target }) => {
      const inner = (target as HTMLIFrameElement).contentDocument;
      if (inner) loaded(inner);
    },
    true,
  );
}
