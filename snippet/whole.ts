import { boot } from './boot.ts';
import { readSettings } from './features/settings.ts';
import { extend } from './more/extend.ts';

/* `/s/v{version}.js`: all in one, for pages that pin one file by its hash; settings are read off its tag. */
const settings = readSettings(document.currentScript);
if (settings) boot(settings, extend);
