import { describe, expect, it } from 'vitest';
import { readTree } from './read-tree.ts';
import { boundLimits, impureRules, namedForNothing, tooLong, untested } from './source-rules.ts';

const tree = readTree('snippet', 'worker');

describe('rules are pure', () => {
  it('in the domain and in the contract', () => {
    expect(impureRules(tree)).toEqual([]);
  });

  it.each([
    ['worker/domain/a.ts', 'const now = Date.now();', 'Date.now'],
    ['worker/domain/deep/a.ts', 'const now = new Date();', 'new Date()'],
    ['worker/domain/a.ts', 'const dice = Math.random();', 'Math.random'],
    ['worker/domain/a.ts', "const page = fetch('https://example.org');", 'fetch('],
    ['worker/domain/a.ts', 'const id = crypto.randomUUID();', 'crypto'],
    ['snippet/domain/a.ts', 'const title = document.title;', 'document'],
    ['snippet/contract/a.ts', 'const url = window.location;', 'window'],
  ])('or found out: %s with %s', (path, source, found) => {
    expect(impureRules({ [path]: source })).toEqual([`${path}: ${found}`]);
  });

  it.each([
    ['a time that is given', 'worker/domain/a.ts', 'const then = new Date(now);'],
    ['a comment', 'worker/domain/a.ts', '// the document in the window'],
    ['a text', 'worker/domain/a.ts', "const reason = 'within the match window';"],
    ['a shell', 'worker/http/a.ts', 'const now = Date.now();'],
  ])('which %s does not change', (_name, path, source) => {
    expect(impureRules({ [path]: source })).toEqual([]);
  });
});

describe('no file is long', () => {
  const lines = (count: number) => 'x;\n'.repeat(count);

  it('of more than 250 lines', () => {
    expect(tooLong(tree)).toEqual([]);
  });

  it('or it is found out', () => {
    expect(tooLong({ long: lines(251), right: lines(250) })).toEqual(['long']);
  });
});

describe('every file is named for what is in it', () => {
  it('and none for nothing', () => {
    expect(namedForNothing(tree)).toEqual([]);
  });

  it.each([
    'worker/utils.ts',
    'snippet/domain/helpers.ts',
    'worker/common/a.ts',
    'worker/http/misc.tsx',
    'worker/date-utils.ts',
    'worker/pool/lease.helper.ts',
  ])('or found out: %s', (path) => {
    expect(namedForNothing({ [path]: '' })).toEqual([path]);
  });

  it('which a word that holds such a name does not do', () => {
    expect(namedForNothing({ 'worker/utilisation.ts': '', 'worker/commons.ts': '' })).toEqual([]);
  });
});

describe('an object plans its statements once', () => {
  it('for none has a limit that is bound', () => {
    expect(boundLimits(tree)).toEqual([]);
  });

  it.each([
    ["'SELECT 1 FROM calls LIMIT ?'", 'LIMIT ?'],
    ["'SELECT 1 FROM calls WHERE id > ?1 LIMIT ?2'", 'LIMIT ?2'],
    ["'SELECT 1 FROM calls LIMIT 1 OFFSET ?'", 'OFFSET ?'],
  ])('or it is found out: %s', (statement, found) => {
    expect(boundLimits({ 'worker/pool/a.ts': statement })).toEqual([`worker/pool/a.ts: ${found}`]);
  });

  it('which a limit in the text, or a statement of D1, does not change', () => {
    const [pool, db] = ['SELECT 1 LIMIT 30', "'SELECT 1 LIMIT ?'"];
    expect(boundLimits({ 'worker/pool/a.ts': pool, 'worker/db/a.ts': db })).toEqual([]);
  });
});

describe('every rule of the worker has a test', () => {
  it('of its own, or with the rule it is part of', () => {
    const tests = Object.keys(readTree('test/worker/domain'));
    expect(untested(readTree('worker/domain'), tests)).toEqual([]);
  });

  const rules = {
    'worker/domain/a/whole.ts': "import { part } from './part.ts';\nexport const whole = part;",
    'worker/domain/a/part.ts': 'export const part = 1;',
    'worker/domain/a/types.ts': 'export type A = string;',
    'worker/domain/b/elsewhere.ts': 'export const elsewhere = 1;',
  };

  it.each([
    ['no test at all', [], ['a/whole.ts', 'a/part.ts', 'b/elsewhere.ts']],
    ['a test of the whole', ['a/whole.test.ts'], ['b/elsewhere.ts']],
    ['a test of the part alone', ['a/part.test.ts'], ['a/whole.ts', 'b/elsewhere.ts']],
    ['properties', ['a/whole.properties.test.ts', 'b/elsewhere.test.ts'], []],
    [
      'a test in another folder',
      ['b/whole.test.ts'],
      ['a/whole.ts', 'a/part.ts', 'b/elsewhere.ts'],
    ],
  ])('or is found out: %s', (_name, tests, missing) => {
    const found = untested(
      rules,
      tests.map((path) => `test/worker/domain/${path}`),
    );
    expect(found).toEqual(missing.map((path) => `worker/domain/${path}`));
  });
});
