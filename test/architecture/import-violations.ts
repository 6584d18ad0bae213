import { posix } from 'node:path';
import { importsOf } from './read-source.ts';
import type { Tree } from './read-tree.ts';

type Table = Readonly<Record<string, readonly string[]>>;

/** Every import of the tree that the table does not allow, as `importer -> imported`. */
export function importViolations(tree: Tree, table: Table): string[] {
  return Object.entries(tree).flatMap(([path, source]) => {
    const layer = layerOf(path, table);
    if (layer === undefined) return [`${path} belongs to no layer`];
    return importsOf(source).flatMap(({ specifier, typeOnly }) => {
      const imported = resolve(path, specifier);
      const allowed =
        layerOf(imported, table) === layer ||
        table[layer]?.some((entry) => covers(entry, imported, typeOnly));
      return allowed ? [] : [`${path} -> ${imported}`];
    });
  });
}

function layerOf(path: string, table: Table): string | undefined {
  return Object.keys(table)
    .filter((layer) => within(layer, path))
    .sort((a, b) => b.length - a.length)[0];
}

function resolve(importer: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(importer), specifier) : specifier;
}

function covers(entry: string, imported: string, typeOnly: boolean): boolean {
  if (entry.startsWith('type ')) return typeOnly && within(entry.slice('type '.length), imported);
  return within(entry, imported) || imported.startsWith(`${entry}/`);
}

/** A folder ends in a slash, and `node:` in a colon; all else is one file, or one package. */
function within(layer: string, path: string): boolean {
  return /[/:]$/.test(layer) ? path.startsWith(layer) : path === layer;
}
