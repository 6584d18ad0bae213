import { HELP, readOptions } from './call-options.ts';
import { describeCall } from './describe-call.ts';
import { playCall } from './play-call.ts';
import { PlayError } from './server.ts';

/** @returns the exit status: 1 where the call was refused or does not show up. */
async function main(args: string[]): Promise<number> {
  const command = readOptions(args, process.env.PORT);
  if (command.help) {
    console.log(HELP);
    return 0;
  }
  const played = await playCall(command.play);
  console.log(command.json ? JSON.stringify(played, null, 2) : describeCall(command.play, played));
  return played.call === null ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // A mistake of the user's is told in a line; anything else is ours and keeps its stack.
  if (!(error instanceof PlayError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
