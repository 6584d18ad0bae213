import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPackage } from '../../../worker/local/cli/build-package.ts';
import { CONSUMER, SERVER } from './consumer.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Inside the repository, so that React and Vue are found as any consumer's own would be. */
let consumer: string;
let packed: string[];

beforeAll(async () => {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  consumer = await mkdtemp(join(ROOT, 'dist/consumer-'));
  const installed = join(consumer, 'node_modules/@ringtrace/snippet');
  const built = join(consumer, 'built');
  await buildPackage(built);
  const pack = ['pack', built, '--json', '--ignore-scripts', '--pack-destination', consumer];
  const { stdout } = await run('npm', pack, { cwd: consumer });
  // An array up to npm 11, by the package's name from npm 12 on.
  const [{ filename, files }] = Object.values(JSON.parse(stdout)) as [
    { filename: string; files: { path: string }[] },
  ];
  packed = files.map(({ path }) => path);
  await mkdir(installed, { recursive: true });
  await run('tar', ['-xzf', join(consumer, filename), '-C', installed, '--strip-components=1']);
  await writeFile(join(consumer, 'package.json'), '{ "type": "module" }');
}, 60_000);
afterAll(() => rm(consumer, { recursive: true, force: true }));

it('packs every file that its exports name, a README and a licence', async () => {
  const { exports, version } = JSON.parse(
    await readFile(join(ROOT, 'snippet/package/package.json'), 'utf8'),
  ) as { exports: Record<string, string | Record<string, string>>; version: string };
  const named = Object.values(exports).flatMap((each) =>
    typeof each === 'string' ? each : Object.values(each),
  );
  expect(packed).toEqual(
    expect.arrayContaining([
      ...named.map((path) => path.replace('./', '')),
      'README.md',
      'LICENSE',
      'types/contract/wire.d.ts',
    ]),
  );
  const root = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
  expect(version).toBe(root.version);
});

it('does nothing on a server, and fails nothing', async () => {
  await writeFile(join(consumer, 'server.js'), SERVER);
  const { stdout } = await run(process.execPath, ['server.js'], { cwd: consumer });
  expect(stdout.trim().split('\n')).toEqual([
    '<a data-ringtrace-ignore="" href="tel:+33199001234">01 99 00 12 34</a>',
    '<span data-ringtrace-ignore>+33199001234</span>',
  ]);
});

describe('tells a consumer its types', () => {
  it.each([
    ['a bundler', 'preserve', 'bundler'],
    ['Node', 'nodenext', 'nodenext'],
  ])('resolved as by %s', async (_name, module, moduleResolution) => {
    await writeFile(join(consumer, 'consumer.ts'), CONSUMER);
    await writeFile(
      join(consumer, 'tsconfig.json'),
      JSON.stringify({
        compilerOptions: {
          ...{ module, moduleResolution, target: 'ES2022', lib: ['ES2022', 'DOM'], types: [] },
          ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: true },
        },
        files: ['consumer.ts'],
      }),
    );
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const problems = await run(process.execPath, [compiler, '-p', consumer]).then(
      () => '',
      (error: { stdout: string }) => error.stdout,
    );
    expect(problems).toBe('');
  });
});

describe('bundled', () => {
  const bundled = async (contents: string) => {
    const { outputFiles, warnings } = await build({
      stdin: { contents, resolveDir: consumer },
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    expect(warnings).toEqual([]);
    return outputFiles[0]?.text ?? '';
  };

  it('leaves out what is not used', async () => {
    const code = await bundled(
      "import { ringtrace } from '@ringtrace/snippet'; ringtrace('release');",
    );
    expect(code).not.toContain('script');
    expect(code.length).toBeLessThan(300);
  });

  it('keeps the element, which is imported for its effect alone', async () => {
    expect(await bundled("import '@ringtrace/snippet/element';")).toContain('ringtrace-number');
  });
});
