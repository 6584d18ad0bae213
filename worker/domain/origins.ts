/**
 * Whether a page of `origin` belongs to the site. An allowed origin is exact (`https://example.com`) or
 * covers the subdomains of one domain (`https://*.example.com`).
 */
export function originAllowed(origin: string, allowed: readonly string[]): boolean {
  return allowed.some((pattern) => {
    const [scheme, domain] = pattern.split('*.');
    if (domain === undefined) return origin === pattern;
    const host = origin.slice(scheme?.length ?? 0);
    return origin.startsWith(scheme ?? '') && host.endsWith(`.${domain}`) && !host.includes('/');
  });
}

/** Any page served from this machine; allowed in local mode only. */
export function isLocalhost(origin: string): boolean {
  return /^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin);
}
