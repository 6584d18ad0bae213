import code from '../../dist/snippet.txt';
import { version } from '../../package.json';

/** The snippet as this version of the worker was built with, without a site's settings. */
export const SNIPPET_CORE = { version, code } as const;

let integrity: Promise<string> | undefined;

/**
 * What a page writes as `integrity` to take this core and no other.
 * https://www.w3.org/TR/SRI/
 */
export function coreIntegrity(): Promise<string> {
  integrity ??= crypto.subtle
    .digest('SHA-384', new TextEncoder().encode(code))
    .then((digest) => `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`);
  return integrity;
}
