/** Caches that serve AMP pages from a subdomain for each publisher. https://github.com/ampproject/amphtml/blob/main/build-system/global-configs/caches.json */
const CACHES = ['cdn.ampproject.org', 'www.bing-amp.com'];

/**
 * The origin of the publisher whose pages an AMP cache serves under `origin`; undefined for what is no
 * such cache, and for publishers whose name the cache hashes (long or international ones).
 *
 * In the cache's subdomain `.` stands as `-` and `-` as `--`; a name that would look like an international
 * one is put between `0-` and `-0`.
 * https://amp.dev/documentation/guides-and-tutorials/learn/amp-caches-and-cors/amp-cache-urls
 */
export function ampPublisher(origin: string): string | undefined {
  const [scheme, host = ''] = origin.split('://');
  const cache = CACHES.find((domain) => host.endsWith(`.${domain}`));
  if (scheme !== 'https' || cache === undefined) return undefined;
  const label = host.slice(0, -cache.length - 1).replace(/^0-(.*)-0$/, '$1');
  if (!/^[a-z0-9-]+$/.test(label)) return undefined;
  const domain = label.replace(/--?/g, (dash) => (dash === '--' ? '-' : '.'));
  return domain.includes('.') ? `https://${domain}` : undefined;
}
