const KEPT_FOR_S = 34_000_000;

/** The value of a first-party cookie; undefined where there is none, or none may be read. */
export function readCookie(name: string): string | undefined {
  try {
    return `; ${document.cookie}`.split(`; ${name}=`)[1]?.split(';')[0];
  } catch {
    return undefined; // a sandboxed frame
  }
}

/**
 * Sets a cookie for the registrable domain, so that all its subdomains see it: that is the shortest ending
 * of the host's name for which the browser takes one. An empty value deletes.
 */
export function writeCookie(name: string, value: string): void {
  let domain = '';
  for (const label of location.hostname.split('.').reverse()) {
    domain = `${label}.${domain}`;
    try {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and not everywhere
      document.cookie = `${name}=${value};domain=${domain.slice(0, -1)};path=/;max-age=${value ? KEPT_FOR_S : 0};samesite=lax`;
    } catch {
      // see above
    }
    if (readCookie(name) === value) return;
  }
}
