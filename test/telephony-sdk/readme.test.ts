import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ALL_ABILITIES } from '../../worker/domain/flows/flow-problems.ts';
import type { Provider } from '../../worker/telephony/provider.ts';
import { providers } from '../../worker/telephony/registry.ts';

it('has its abilities in the README as they are, provider by provider', async () => {
  const all: Readonly<Record<string, Provider>> = providers;
  const names = Object.keys(all).filter((name) => !all[name]?.forwardsItself);
  const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    row(['', ...names]).replace('|  |', '| |'),
    row(['---', ...names.map(() => '---')]),
    ...[...ALL_ABILITIES].map((ability) =>
      row([ability, ...names.map((name) => (all[name]?.abilities.has(ability) ? 'yes' : '–'))]),
    ),
  ];
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(table.join('\n'));
});

it('says of every provider what connects callers when the Worker does not', async () => {
  const readme = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  const sections = readme.split(/^### /m);
  for (const name of Object.keys(providers)) {
    const ofProvider = sections.filter((text) => text.includes(`/v1/calls/${name}/`));
    expect(ofProvider, name).not.toEqual([]);
    for (const section of ofProvider) {
      expect(section, name).toMatch(
        /fall(s)? back|fallback|connects every call|forwards calls by|dial rule/i,
      );
    }
  }
});
