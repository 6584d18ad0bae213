import type { SnippetSettings } from './contract/wire.ts';
import type { Extend } from './features/core.ts';
import { guard } from './features/guard.ts';
import { start } from './start.ts';

/** Starts the snippet on this page, unless another copy of its tag has, and then the part that may come later. */
export const boot = guard((settings: SnippetSettings, extend: Extend) => {
  // A second copy of the tag (theme and tag manager both have it) must not ask and swap again.
  const mark = `ringtrace_${settings.site}`;
  const marks = window as unknown as Record<string, boolean | undefined>;
  if (marks[mark]) return;
  marks[mark] = true;
  return extend(start(document, settings));
});
