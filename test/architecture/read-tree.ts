import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Sources by their path from the root of the repository. */
export type Tree = Readonly<Record<string, string>>;

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Every TypeScript file below the folders. */
export function readTree(...folders: string[]): Tree {
  const paths = folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => `${folder}/${path.split(sep).join('/')}`),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}
