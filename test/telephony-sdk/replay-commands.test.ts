import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Ended = { readonly code: unknown; readonly output: string; readonly errors: string };

/** `npm run trace` or `npm run replay`, as far as it gets. */
function run(command: 'trace' | 'replay', ...args: readonly string[]): Promise<Ended> {
  const script = fileURLToPath(new URL(`../../worker/local/cli/${command}.ts`, import.meta.url));
  return new Promise((resolve) => {
    const options = { maxBuffer: 2 ** 26, timeout: 25_000 };
    execFile(process.execPath, [script, ...args], options, (error, output, errors) =>
      resolve({ code: error?.code ?? 0, output, errors }),
    );
  });
}

let folder: string;
let trace: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringtrace-'));
  trace = join(folder, 'trace.jsonl');
  const made = await run('trace', '--days', '3', '--visits-per-hour', '20', '--out', trace);
  expect(made).toEqual({ code: 0, output: '', errors: '' });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));

describe('a trace that was made up is replayed', { timeout: 30_000 }, () => {
  it('with the figures as JSON', async () => {
    const { code, output } = await run('replay', '--trace', trace, '--numbers', '4', '--json');
    expect(code).toBe(0);
    const figures = JSON.parse(output);
    // Null where there was nothing to count.
    const band = {
      share: expect.any(Number),
      precision: expect.toBeOneOf([null, expect.any(Number)]),
    };
    expect(figures).toEqual({
      visitors: expect.any(Number),
      ownShare: expect.any(Number),
      calls: expect.any(Number),
      bands: { certain: band, high: band, ambiguous: band, source: band, unattributed: band },
      matched: { share: expect.any(Number), correct: expect.any(Number) },
      calibrationError: expect.any(Number),
      sourceTotals: { expectedError: expect.any(Number), bestError: expect.any(Number) },
      byChance: { calibrationError: expect.any(Number), expectedError: expect.any(Number) },
    });
    expect(figures.calls).toBeGreaterThan(20);
    expect(figures.matched.correct).toBeGreaterThan(0.3);
  });

  it('by every policy, side by side', async () => {
    const { code, output } = await run('replay', '--trace', trace, '--policy', 'all');
    expect(code).toBe(0);
    for (const text of ['ringtrace', 'zar', 'random-idle', 'hash', 'short-hold', 'calls matched']) {
      expect(output).toContain(text);
    }
    const { output: json } = await run('replay', '--trace', trace, '--policy', 'all', '--json');
    expect(Object.keys(JSON.parse(json))).toEqual([
      'ringtrace',
      'zar',
      'random-idle',
      'hash',
      'short-hold',
    ]);
  });

  it('the same seed writes the same trace, to the terminal too', async () => {
    const args = ['--days', '0.5', '--business', 'clinic', '--seed', '7'];
    const [one, other] = await Promise.all([run('trace', ...args), run('trace', ...args)]);
    expect(one.output).toContain('"type":"visit"');
    expect(one).toEqual(other);
  });
});

describe('a command that cannot be carried out says what is wrong', { timeout: 30_000 }, () => {
  it.each([
    ['replay', [], '--trace is missing: which file is to be replayed? See --help.'],
    [
      'replay',
      ['--trace', '/no/such/file'],
      'There is no file /no/such/file. Make one with npm run trace -- --help.',
    ],
    [
      'replay',
      ['--trace', 'x', '--numbers', '0'],
      '--numbers 0 has to be a whole number from 1 to 100000.',
    ],
    [
      'replay',
      ['--trace', 'x', '--policy', 'best'],
      '--policy best is unknown; known: ringtrace, zar, random-idle, hash, short-hold.',
    ],
    [
      'trace',
      ['--business', 'bakery'],
      '--business bakery is unknown; known: plumber, clinic, dealer, b2b, tv, passed-on.',
    ],
    ['trace', ['--callers', '6%'], '--callers 6% has to be a number from 0 to 1.'],
    ['trace', ['--returns', '1'], '--returns may be 0.9 at most: nobody comes back for ever.'],
  ] as const)('%s %j', async (command, args, message) => {
    expect(await run(command, ...args)).toEqual({ code: 1, output: '', errors: `${message}\n` });
  });

  it('of a bad line, where it is', async () => {
    const bad = join(folder, 'bad.jsonl');
    await writeFile(
      bad,
      '{"t":1,"type":"visit","visitor":"v","source":"s"}\n{"t":2,"type":"call"\n',
    );
    const { code, errors } = await run('replay', '--trace', bad);
    expect(code).toBe(1);
    expect(errors).toBe(`${bad}: Line 2: is no JSON object. A trace has one event on each line.\n`);
  });

  it.each(['trace', 'replay'] as const)('%s --help tells every option', async (command) => {
    const { code, output } = await run(command, '--help');
    expect(code).toBe(0);
    expect(output).toContain(`npm run ${command} -- `);
  });
});
