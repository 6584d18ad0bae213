/** The link that a click fell on, in whatever shadow root. */
export function linkOf(event: Event): HTMLAnchorElement | undefined {
  const path = event.composedPath() as Element[];
  return path.find((node) => node.matches?.('a,area')) as HTMLAnchorElement | undefined;
}
