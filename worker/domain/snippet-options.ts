import type { SnippetSettings } from '../../snippet/contract/wire.ts';
import type { SiteSnapshot } from './site-snapshot.ts';

/** What the owner may ask of the snippet beyond swapping; said in full, also what is off. */
export type SnippetOptions = {
  /** Swap in the page's title too. */
  readonly title: boolean;
  /** CSS selector of the parts of a page to swap in; null: the whole page. */
  readonly within: string | null;
  /** Names of the form fields that are recorded with a submission. */
  readonly forms: readonly string[];
  /** Share of page views that report how swapping went, 0 to 1. */
  readonly health: number;
};

/** As it is unless the owner says otherwise. */
export const USUAL_SNIPPET: SnippetOptions = {
  title: false,
  within: null,
  forms: [],
  health: 0.01,
};

/**
 * The public settings that go into the tag. What is off is left out, since every page view loads them.
 *
 * @param api origin of the worker.
 */
export function snippetSettings(
  site: Pick<SiteSnapshot, 'key' | 'consent' | 'honourGpc' | 'snippet'>,
  api: string,
): SnippetSettings {
  const { title, within, forms, health } = site.snippet;
  return {
    site: site.key,
    api,
    consent: site.consent,
    honourGpc: site.honourGpc,
    ...(title && { title }),
    ...(within !== null && { within }),
    ...(forms.length > 0 && { forms }),
    ...(health > 0 && { health }),
  };
}
