import { readFileSync } from 'node:fs';

const TEMPLATE = new URL('../../../snippet/gtm/template.tpl', import.meta.url);

/** The sections of the tag manager's template by name, in their order. */
export function readTemplate(): Map<string, string> {
  const parts = readFileSync(TEMPLATE, 'utf8').split(/^___([A-Z_]+)___$/m);
  const sections = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) {
    sections.set(parts[index] as string, (parts[index + 1] as string).trim());
  }
  return sections;
}
