import { boot } from './boot.ts';
import { postpone } from './browser/clock.ts';
import type { SnippetSettings } from './contract/wire.ts';
import type { Extend } from './features/core.ts';

/** The name of the second file, from the build. */
declare const RINGTRACE_MORE: string;

/*
 * `/s/{siteKey}.js`: what must be there before the first paint. The rest follows by itself; an `import()`
 * needs no leave that the tag does not already have (nonces are handed on, Trusted Types do not apply).
 */
boot(
  // The worker replaces this literal, quotes included, by the settings as JSON: it must occur once.
  '__RINGTRACE_SETTINGS__' as unknown as SnippetSettings,
  async (core) => {
    const more = await postpone(0, () => import(`${core.settings.api}/s/${RINGTRACE_MORE}`));
    (more as { extend: Extend }).extend(core);
  },
);
