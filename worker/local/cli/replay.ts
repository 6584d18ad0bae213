import { TraceError } from '../../domain/replay/read-trace.ts';
import { Replay } from '../../domain/replay/replay.ts';
import { describeFigures } from './describe-figures.ts';
import { readTraceFile } from './read-trace-file.ts';
import { REPLAY_HELP, readReplayOptions } from './replay-options.ts';

async function main(args: string[]): Promise<void> {
  const command = readReplayOptions(args);
  if (command === undefined) {
    console.log(REPLAY_HELP);
    return;
  }
  const { policies, trace, json } = command;
  const replays = policies.map((policy) => [policy, new Replay(policy, command)] as const);
  for await (const event of readTraceFile(trace)) {
    for (const [, replay] of replays) replay.play(event);
  }
  const results = new Map(replays.map(([policy, replay]) => [policy, replay.figures()]));
  if (!json) {
    console.log(describeFigures(results));
    return;
  }
  const [only] = results.values();
  console.log(JSON.stringify(results.size === 1 ? only : Object.fromEntries(results), null, 2));
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  // A mistake in the trace or of the user's is told in a line; anything else is ours and keeps its stack.
  if (!(error instanceof TraceError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
