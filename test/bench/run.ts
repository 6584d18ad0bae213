import { cpus, platform } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAllocation } from './allocation.ts';
import { benchCalls } from './calls.ts';
import { benchCost } from './cost.ts';
import { benchMatching } from './matching.ts';
import { benchPolicies } from './policies.ts';
import { benchPool } from './pool.ts';
import { benchReports } from './reports.ts';
import type { Row } from './row.ts';
import { benchShards } from './shards.ts';
import { benchSnippet } from './snippet.ts';

const GROUPS: Readonly<Record<string, () => Promise<Row[]>>> = {
  pool: async () => [
    ...(await benchPool()),
    ...(await benchAllocation()),
    ...(await benchShards()),
    ...(await benchCost()),
  ],
  calls: benchCalls,
  snippet: benchSnippet,
  matching: async () => [...(await benchMatching()), ...benchPolicies()],
  reports: benchReports,
};

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
});

const wanted = positionals.length > 0 ? positionals : Object.keys(GROUPS);
const unknown = wanted.find((group) => !Object.hasOwn(GROUPS, group));
if (unknown !== undefined) {
  console.error(`There is no group ${unknown}; the groups are ${Object.keys(GROUPS).join(', ')}.`);
  process.exit(1);
}

const rows: Row[] = [];
for (const group of wanted) rows.push(...((await GROUPS[group]?.()) ?? []));

const machine = {
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  platform: platform(),
  node: process.version,
  date: new Date().toISOString().slice(0, 10),
};
if (values.json) {
  console.log(JSON.stringify({ machine, rows }, null, 2));
} else {
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  console.log(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.date}\n`);
  for (const { group, name, value, unit, ceiling, ratio } of rows) {
    const beside =
      ceiling === null ? '' : `ceiling ${figure(ceiling)} ${unit}, ratio ${ratio?.toFixed(2)}`;
    console.log(
      `${group.padEnd(8)} ${name.padEnd(nameWidth)} ${`${figure(value)} ${unit}`.padStart(14)}   ${beside}`,
    );
  }
}

function figure(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}
