import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { SnippetSettings } from '../../snippet/contract/wire.ts';
import type { SnippetFiles } from '../../worker/local/cli/build-snippet.ts';
import { type Row, row } from './row.ts';

/** What must be there before the first paint may weigh so much; the rest loads after it. */
const CORE_BUDGET_BYTES = 4_096;
/** Those of the demo site. */
const SETTINGS: SnippetSettings = {
  site: 'demo',
  api: 'http://localhost:8787',
  consent: 'off',
  honourGpc: true,
  title: true,
  forms: ['topic'],
  health: 1,
};

/** The snippet's files as they travel, the core with the demo's settings in it. */
export function byteRows({ core, more, whole }: SnippetFiles): Row[] {
  const served = core.replace('"__RINGTRACE_SETTINGS__"', () => JSON.stringify(SETTINGS));
  return Object.entries({ core: served, more, whole }).flatMap(([name, code]) => {
    const budget = name === 'core' ? CORE_BUDGET_BYTES : null;
    return [
      row('snippet', `${name}, brotli`, brotliCompressSync(code).byteLength, 'bytes', budget),
      row('snippet', `${name}, gzip`, gzipSync(code).byteLength, 'bytes'),
    ];
  });
}
