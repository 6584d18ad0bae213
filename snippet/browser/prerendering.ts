/** Whether the browser renders a page that nobody has opened yet, and perhaps nobody will. */
export function isPrerendering(): boolean {
  return !!(document as { prerendering?: boolean }).prerendering;
}
