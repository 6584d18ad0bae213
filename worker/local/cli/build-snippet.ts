import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { minify } from 'terser';

const ROOT = new URL('../../../', import.meta.url);

/** What the worker replaces by a site's settings; bundling and minifying must leave it whole. */
const PLACEHOLDER = '"__RINGTRACE_SETTINGS__"';

/** The files of the snippet, each with the entry it is built from. */
const ENTRIES = { core: 'main.ts', more: 'more/extend.ts', whole: 'whole.ts' } as const;

/**
 * Names of properties that stay within the snippet: they are shortened, to the same in both its files. None
 * may be one that the browser or the wire knows.
 */
const OWN_NAMES =
  /^(swapper|counts|settings|recall|remember(ed)?|readView|ask|firstAnswer|decide|hooks|enter(ed)?|stop|nodes|visit|begin|runOf|swapAttribute|changed|show|scan|refresh|busyUntil|written|original|finder|variant|start|end)$/;

export type SnippetFiles = Readonly<Record<keyof typeof ENTRIES, string>>;

/**
 * Bundles and minifies the snippet.
 *
 * @returns `core`: with the placeholder replaced, the code of `/s/{siteKey}.js`; `more`, the module that it
 *   loads, `/s/v{version}-more.js`; `whole`, both in one, `/s/v{version}.js`
 * @param plugins - of the bundler, for measuring what parts of the snippet weigh
 * @throws when it does not compile or the placeholder does not occur exactly once
 */
export async function buildSnippet(plugins: readonly Plugin[] = []): Promise<SnippetFiles> {
  const { version } = JSON.parse(await readFile(new URL('package.json', ROOT), 'utf8'));
  const names = {};
  const more = await bundle(ENTRIES.more, version, plugins, names);
  // The file is cached for good by its address, which therefore changes with its bytes.
  const hash = createHash('sha256').update(more).digest('hex').slice(0, 4);
  const files = {
    core: await bundle(ENTRIES.core, version, plugins, names, `v${version}-more.js?${hash}`),
    more,
    whole: await bundle(ENTRIES.whole, version, plugins, names),
  };
  const found = files.core.split(PLACEHOLDER).length - 1;
  if (found !== 1) throw new Error(`${PLACEHOLDER} occurs ${found} times in the snippet, not once`);
  return files;
}

async function bundle(
  entry: string,
  version: string,
  plugins: readonly Plugin[],
  names: object,
  more = '',
): Promise<string> {
  const isModule = entry === ENTRIES.more;
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`snippet/${entry}`, ROOT))],
    bundle: true,
    plugins: [...plugins],
    format: isModule ? 'esm' : 'iife',
    target: 'es2021',
    define: { RINGTRACE_MORE: JSON.stringify(more) },
    legalComments: 'none',
    tsconfigRaw: { compilerOptions: { alwaysStrict: false } }, // a directive less
    write: false,
  });
  const { code = '' } = await minify(outputFiles[0]?.text ?? '', {
    ecma: 2020,
    module: isModule,
    toplevel: true,
    nameCache: names,
    mangle: { properties: { regex: OWN_NAMES } },
    compress: {
      passes: 4,
      unsafe: true,
      unsafe_arrows: true,
      unsafe_methods: true,
      keep_fargs: false,
    },
    format: {
      ascii_only: true, // pages of any encoding include it
      quote_style: 2, // the placeholder's
      // The core says its version in the name of the file that it loads.
      preamble: more ? '' : `/*! ringtrace v${version} */`,
    },
  });
  return code;
}

/** Builds the snippet to where the worker bundles it from; returns each file's size as it travels. */
export async function writeSnippet(): Promise<{ path: string; brotliBytes: number }[]> {
  await mkdir(new URL('dist/', ROOT), { recursive: true });
  const files = Object.entries(await buildSnippet());
  return Promise.all(
    files.map(async ([name, code]) => {
      const path = `dist/snippet-${name}.txt`;
      await writeFile(new URL(path, ROOT), code);
      return { path, brotliBytes: brotliCompressSync(code).byteLength };
    }),
  );
}
