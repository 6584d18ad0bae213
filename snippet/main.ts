import type { SnippetSettings } from './contract/wire.ts';
import { guard } from './features/guard.ts';
import { readSettings } from './features/settings.ts';
import { start } from './start.ts';

guard((inlined: SnippetSettings | string) => {
  const settings = readSettings(inlined, document.currentScript);
  if (!settings) return;
  // A second copy of the tag (theme and tag manager both have it) must not ask and swap again.
  const mark = `__ringtrace_${settings.site}`;
  const marks = window as unknown as Record<string, boolean | undefined>;
  if (marks[mark]) return;
  marks[mark] = true;
  start(document, settings);
})(
  // The worker replaces this literal, quotes included, by the settings as JSON: it must occur once.
  '__RINGTRACE_SETTINGS__',
);
