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
