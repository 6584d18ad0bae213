import core from '../../dist/snippet-core.txt';
import more from '../../dist/snippet-more.txt';
import whole from '../../dist/snippet-whole.txt';
import { version } from '../../package.json';

/** The literal in the built snippet that stands where a site's settings go. */
const PLACEHOLDER = '"__RINGTRACE_SETTINGS__"';

/** The version of the snippet that this worker was built with. */
export const SNIPPET_VERSION = version;

/** The files of this version that never change, by their names in `/s/{name}.js`. */
export const PINNED_FILES: ReadonlyMap<string, string> = new Map([
  [`v${version}`, whole],
  [`v${version}-more`, more],
]);

/** The snippet of a site, whose public settings are written into it as JSON. */
export function siteSnippet(settings: object): string {
  return core.replace(PLACEHOLDER, () => JSON.stringify(settings));
}

let integrity: Promise<string> | undefined;

/**
 * What a page writes as `integrity` to take this version in one file and no other.
 * https://www.w3.org/TR/SRI/
 */
export function snippetIntegrity(): Promise<string> {
  integrity ??= crypto.subtle
    .digest('SHA-384', new TextEncoder().encode(whole))
    .then((digest) => `sha384-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`);
  return integrity;
}
