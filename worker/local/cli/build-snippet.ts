import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';

const ROOT = new URL('../../../', import.meta.url);

/** What the worker replaces by a site's settings; bundling and minifying must leave it whole. */
const PLACEHOLDER = '"__RINGTRACE_SETTINGS__"';

/**
 * Bundles and minifies the snippet.
 *
 * @returns the code of `/s/v{version}.js`; with the placeholder replaced, that of `/s/{siteKey}.js`
 * @throws when it does not compile or the placeholder does not occur exactly once
 */
export async function buildSnippet(): Promise<string> {
  const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('snippet/main.ts', ROOT))],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2020',
    charset: 'ascii', // pages of any encoding include it
    legalComments: 'none',
    banner: { js: `/*! ringtrace v${version} */` },
    write: false,
  });
  const code = outputFiles[0]?.text ?? '';
  const found = code.split(PLACEHOLDER).length - 1;
  if (found !== 1) throw new Error(`${PLACEHOLDER} occurs ${found} times in the snippet, not once`);
  return code;
}

/** Builds the snippet to where the worker bundles it from. */
export async function writeSnippet(): Promise<{ path: string; brotliBytes: number }> {
  const code = await buildSnippet();
  const path = 'dist/snippet.txt';
  await mkdir(new URL('dist/', ROOT), { recursive: true });
  await writeFile(new URL(path, ROOT), code);
  return { path, brotliBytes: brotliCompressSync(code).byteLength };
}
