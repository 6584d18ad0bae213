import { posix } from 'node:path';
import { codeOf, importsOf } from './read-source.ts';
import type { Tree } from './read-tree.ts';

/** What a rule is given, never takes: time, randomness, the network, the page. */
const IMPURE = [
  /\bDate\.now\b/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\b/,
  /\bfetch\s*\(/,
  /\bcrypto\b/,
  /\bdocument\b/,
  /\bwindow\b/,
];
const PURE_FOLDERS = /^(snippet\/(contract|domain)|worker\/domain)\//;

export function impureRules(tree: Tree): string[] {
  return Object.entries(tree)
    .filter(([path]) => PURE_FOLDERS.test(path))
    .flatMap(([path, source]) => {
      const code = codeOf(source);
      return IMPURE.flatMap((word) => code.match(word) ?? []).map((found) => `${path}: ${found}`);
    });
}

const LONGEST = 250;

export function tooLong(tree: Tree): string[] {
  return Object.entries(tree)
    .filter(([, source]) => source.trimEnd().split('\n').length > LONGEST)
    .map(([path]) => path);
}

/** Names that say nothing of what is in the file. */
const SAYS_NOTHING = /(^|[/.-])(util|utils|helper|helpers|common|misc)([/.-]|$)/;

export function namedForNothing(tree: Tree): string[] {
  return Object.keys(tree).filter((path) => SAYS_NOTHING.test(path));
}

/**
 * Statements of an object to which a limit is bound. SQLite plans such a statement anew for every value, even the same
 * one, which takes longer than to run it: as a part of the text a limit costs nothing.
 */
export function boundLimits(tree: Tree): string[] {
  return Object.entries(tree)
    .filter(([path]) => path.startsWith('worker/pool/'))
    .flatMap(([path, source]) => {
      const found = source.match(/\b(LIMIT|OFFSET)\s+\?\d*/g) ?? [];
      return found.map((bound) => `${path}: ${bound}`);
    });
}

/**
 * Rules without a test. A rule has one if a test file mirrors it (`a.test.ts`, `a.properties.test.ts`), or
 * if it is part of one of the same folder that has; a file of types has nothing to test.
 */
export function untested(rules: Tree, tests: Iterable<string>): string[] {
  const mirrors = Array.from(tests, (path) => path.replace(/^test\//, '').split('.')[0]);
  const tested = new Set(Object.keys(rules).filter((path) => mirrors.includes(path.split('.')[0])));
  // What is added on the way is gone through as well: a part may have parts.
  for (const path of tested) {
    for (const { specifier } of importsOf(rules[path] ?? '')) {
      const part = posix.join(posix.dirname(path), specifier);
      if (posix.dirname(part) === posix.dirname(path)) tested.add(part);
    }
  }
  return Object.keys(rules).filter((path) => !tested.has(path) && hasCode(rules[path] ?? ''));
}

function hasCode(source: string): boolean {
  return /\b(const|let|function|class)\b/.test(codeOf(source));
}
