import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { importViolations } from './import-violations.ts';
import { MAY_IMPORT } from './layers.ts';
import { importsOf } from './read-source.ts';
import { ROOT, readTree } from './read-tree.ts';

const tree = readTree('snippet', 'worker');

it('every import goes the way the layers allow', () => {
  expect(importViolations(tree, MAY_IMPORT)).toEqual([]);
});

it('every layer exists', () => {
  const paths = Object.keys(tree);
  const missing = Object.keys(MAY_IMPORT).filter(
    (layer) => !paths.some((path) => path.startsWith(layer)),
  );
  expect(missing).toEqual([]);
});

describe('an import that the layers forbid is found', () => {
  it.each<[string, string, string, string]>([
    [
      'a feature that starts',
      'snippet/features/a.ts',
      "import { b } from '../start.ts';",
      'snippet/start.ts',
    ],
    [
      'a rule of the snippet that asks the browser',
      'snippet/domain/a.ts',
      "import { b } from '../browser/b.ts';",
      'snippet/browser/b.ts',
    ],
    [
      'a browser wrapper that knows a feature',
      'snippet/browser/a.ts',
      "import { b } from '../features/b.ts';",
      'snippet/features/b.ts',
    ],
    [
      'a contract that imports anything',
      'snippet/contract/a.ts',
      "import { b } from '../domain/b.ts';",
      'snippet/domain/b.ts',
    ],
    ['a package in the snippet', 'snippet/features/a.ts', "import isbot from 'isbot';", 'isbot'],
    [
      'the snippet in the worker',
      'worker/http/a.ts',
      "import { b } from '../../snippet/domain/b.ts';",
      'snippet/domain/b.ts',
    ],
    [
      'the worker in the snippet',
      'snippet/features/a.ts',
      "import { b } from '../../worker/domain/b.ts';",
      'worker/domain/b.ts',
    ],
    [
      'a rule of the worker that knows the pool',
      'worker/domain/a.ts',
      "import { b } from '../pool/b.ts';",
      'worker/pool/b.ts',
    ],
    ['a rule that uses Hono', 'worker/domain/a.ts', "import { Hono } from 'hono';", 'hono'],
    [
      'a rule that uses the whole of a library',
      'worker/domain/a.ts',
      "import parse from 'libphonenumber-js/max';",
      'libphonenumber-js/max',
    ],
    [
      'a query that knows a route',
      'worker/db/queries/a.ts',
      "import { b } from '../../http/b.ts';",
      'worker/http/b.ts',
    ],
    [
      'a provider that knows the database',
      'worker/telephony/a.ts',
      "import { b } from '../db/client.ts';",
      'worker/db/client.ts',
    ],
    [
      'a key that knows a query',
      'worker/keys/a.ts',
      "import { b } from '../db/queries/b.ts';",
      'worker/db/queries/b.ts',
    ],
    [
      'a pool that knows the services',
      'worker/pool/a.ts',
      "import { b } from '../services.ts';",
      'worker/services.ts',
    ],
    [
      'a route that knows a page',
      'worker/http/a.ts',
      "import { b } from '../dashboard/b.tsx';",
      'worker/dashboard/b.tsx',
    ],
    [
      'a page that asks the database',
      'worker/dashboard/a.tsx',
      "import { b } from '../db/client.ts';",
      'worker/db/client.ts',
    ],
    [
      'local mode in the deployed worker',
      'worker/app.ts',
      "import { b } from './local/clock.ts';",
      'worker/local/clock.ts',
    ],
    [
      'local mode in a route',
      'worker/http/a.ts',
      "import type { B } from '../local/clock.ts';",
      'worker/local/clock.ts',
    ],
    [
      'Node in the worker',
      'worker/pool/a.ts',
      "import { readFile } from 'node:fs/promises';",
      'node:fs/promises',
    ],
    [
      'a value of which only the type may be used',
      'worker/config.ts',
      "import { b } from './pool/b.ts';",
      'worker/pool/b.ts',
    ],
    [
      'a test',
      'worker/domain/a.ts',
      "import { b } from '../../test/support/b.ts';",
      'test/support/b.ts',
    ],
  ])('%s', (_name, path, source, imported) => {
    expect(importViolations({ [path]: source }, MAY_IMPORT)).toEqual([`${path} -> ${imported}`]);
  });

  it.each([
    ['import type', "import type { B } from '../pool/b.ts';"],
    ['an inline type', "import { type B } from '../pool/b.ts';"],
    ['a namespace', "import * as b from '../pool/b.ts';"],
    ['a default', "import b, { c } from '../pool/b.ts';"],
    ['a default by the name of type', "import type from '../pool/b.ts';"],
    ['several lines', "import {\n  a,\n  type B, // why\n} from '../pool/b.ts';"],
    ['side effects alone', "import '../pool/b.ts';"],
    ['a re-export', "export { b } from '../pool/b.ts';"],
    ['a re-export of all', "export * from '../pool/b.ts';"],
    ['a re-export under a name', "export * as b from '../pool/b.ts';"],
    ['a re-export of types', "export type { B } from '../pool/b.ts';"],
    ['a dynamic import', "const b = await import('../pool/b.ts');"],
    ['a dynamic import over lines', "const b = import(\n  /* why */ '../pool/b.ts',\n);"],
    ['the type of an import', "type B = import('../pool/b.ts').B;"],
    ['double quotes', 'import { b } from "../pool/b.ts";'],
    [
      'after a regular expression with quotes',
      "const q = /['\"`]/;\nimport { b } from '../pool/b.ts';",
    ],
    ['after a text that looks like a comment', "const a = 'https://*/';\nimport '../pool/b.ts';"],
    ['after a template', "const t = `it's /* `;\nimport '../pool/b.ts';"],
  ])('written as %s', (_name, source) => {
    expect(importViolations({ 'worker/domain/a.ts': source }, MAY_IMPORT)).toEqual([
      'worker/domain/a.ts -> worker/pool/b.ts',
    ]);
  });

  it('though nobody can tell what is imported', () => {
    const computed = { 'worker/domain/a.ts': 'const b = await import(folder + file);' };
    expect(importViolations(computed, MAY_IMPORT)).toEqual(['worker/domain/a.ts -> (computed)']);
  });

  it('beside one that is allowed', () => {
    const source = "import { a } from './ids.ts';\nimport { b } from '../keys/b.ts';";
    expect(importViolations({ 'worker/domain/a.ts': source }, MAY_IMPORT)).toHaveLength(1);
  });
});

it('a file outside every layer is found', () => {
  expect(importViolations({ 'worker/misplaced/a.ts': '' }, MAY_IMPORT)).toEqual([
    'worker/misplaced/a.ts belongs to no layer',
  ]);
});

describe('what is no import is not taken for one', () => {
  it.each([
    ['a line comment', "// import { b } from '../pool/b.ts';"],
    ['a comment', "/**\n * import { b } from '../pool/b.ts';\n */"],
    ['a text', `const a = "import { b } from '../pool/b.ts';";`],
    ['a template', "const a = `import { b } from '../pool/b.ts';`;"],
    ['a method', "const a = Array.from('../pool/b.ts');"],
    ['what a module exports itself', "export const from = '../pool/b.ts';"],
  ])('%s', (_name, source) => {
    expect(importsOf(source)).toEqual([]);
  });
});

it('reads every import that a compiler finds', async () => {
  const found: string[] = [];
  await build({
    absWorkingDir: ROOT,
    entryPoints: Object.keys(tree).filter((path) => !path.endsWith('.d.ts')),
    bundle: true,
    format: 'esm',
    write: false,
    outdir: 'never-written',
    logLevel: 'silent',
    jsx: 'preserve',
    plugins: [
      {
        name: 'note imports',
        setup({ onResolve }) {
          onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
            if (kind === 'entry-point') return undefined;
            found.push(`${importer.slice(ROOT.length)} -> ${path}`);
            return { path, external: true };
          });
        },
      },
    ],
  });
  const read = Object.entries(tree).flatMap(([path, source]) =>
    importsOf(source).map(({ specifier }) => `${path} -> ${specifier}`),
  );
  expect(found.length).toBeGreaterThan(100);
  expect(found.filter((each) => !read.includes(each))).toEqual([]);
});
