import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SOURCE = join(ROOT, 'snippet/package');

/** One file each that a page may import; what they share becomes chunks, so that it is there once. */
const ENTRIES = ['index', 'element', 'react', 'vue'];

/**
 * Builds the npm package: ECMAScript modules for any bundler or none, with the declarations of the
 * contract's types inside.
 *
 * @param folder where to; what is there is replaced
 * @throws when it does not compile, or its version is not that of the Worker whose core it loads
 */
export async function buildPackage(folder: string): Promise<void> {
  await refuseOtherVersion();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: ENTRIES.map((entry) => join(SOURCE, `${entry}.ts`)),
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'shared-[hash]',
    format: 'esm',
    target: 'es2022',
    packages: 'external',
    legalComments: 'none',
  });
  await declareTypes(join(folder, 'types'));
  await Promise.all([
    cp(join(SOURCE, 'package.json'), join(folder, 'package.json')),
    cp(join(SOURCE, 'README.md'), join(folder, 'README.md')),
    cp(join(ROOT, 'LICENSE'), join(folder, 'LICENSE')),
  ]);
}

/** The package loads the core of its own version, which only a Worker of that version serves. */
async function refuseOtherVersion(): Promise<void> {
  const [ours, workers] = await Promise.all(
    [SOURCE, ROOT].map(async (folder) => {
      const { version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
      return version as string;
    }),
  );
  if (ours !== workers) throw new Error(`the package is ${ours}, but the Worker is ${workers}`);
}

async function declareTypes(outDir: string): Promise<void> {
  const compiler = join(
    dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
    'bin/tsc',
  );
  const project = join(SOURCE, 'tsconfig.json');
  await promisify(execFile)(process.execPath, [compiler, '-p', project, '--outDir', outDir]);
  // The sources import each other as `.ts`, which a page's own compiler would not look for.
  const files = await readdir(outDir, { recursive: true });
  await Promise.all(
    files
      .filter((file) => file.endsWith('.d.ts'))
      .map(async (file) => {
        const path = join(outDir, file);
        const declared = await readFile(path, 'utf8');
        await writeFile(path, declared.replace(/(from '\.[^']*)\.ts'/g, "$1.js'"));
      }),
  );
}
