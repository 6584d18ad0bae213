import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { generateTrace } from '../../domain/replay/generate-trace.ts';
import { seededRandom } from '../../domain/replay/random.ts';
import { TraceError } from '../../domain/replay/read-trace.ts';
import { readTraceOptions, TRACE_HELP, type TraceCommand } from './trace-options.ts';

/** Lines are written so many at a time. */
const BLOCK = 1_000;

async function main(args: string[]): Promise<void> {
  const command = readTraceOptions(args);
  if (command === undefined) {
    console.log(TRACE_HELP);
    return;
  }
  try {
    const target = command.out === null ? process.stdout : createWriteStream(command.out);
    await pipeline(Readable.from(blocks(command)), target);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Whoever read along has seen enough, as `head` has.
    if (code === 'EPIPE') return;
    if (code === undefined) throw error;
    throw new TraceError(`--out ${command.out} cannot be written: ${message}`);
  }
}

function* blocks({ options, seed }: TraceCommand): Generator<string> {
  let lines: string[] = [];
  for (const event of generateTrace(options, seededRandom(seed))) {
    lines.push(`${JSON.stringify(event)}\n`);
    if (lines.length < BLOCK) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // A mistake of the user's is told in a line; anything else is ours and keeps its stack.
  if (!(error instanceof TraceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
