import type { ProviderRequest } from './provider-request.ts';

/**
 * Where the provider tells what came of its instructions, and asks for the next. What shows who asks in one request
 * shows it in those that its answer brings about.
 */
export function callbackUrl(
  { base, provider, site, request: { key } }: ProviderRequest,
  kind: string,
): string {
  const shown = key === undefined ? '' : `/k/${encodeURIComponent(key)}`;
  return `${base}/v1/calls/${provider.id}/${site.key}${shown}/${kind}`;
}
