import { describeMatch } from './describe-call.ts';
import { playText } from './play-text.ts';
import { PlayError } from './server.ts';
import { readTextOptions, TEXT_HELP } from './text-options.ts';

/** @returns the exit status: 1 where the message was refused or does not show up. */
async function main(args: string[]): Promise<number> {
  const options = readTextOptions(args, process.env.PORT);
  if (options === undefined) {
    console.log(TEXT_HELP);
    return 0;
  }
  const { answer, message } = await playText(options);
  const lines = [
    `${options.from} writes to ${options.to} through ${options.provider}`,
    '',
    `Answer: ${answer.status} ${answer.body}`,
    '',
    ...(message ? describeMatch(message) : ['The message is not in /api/v1/messages after 2 s.']),
  ];
  console.log(lines.join('\n'));
  return message === null ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // A mistake of the user's is told in a line; anything else is ours and keeps its stack.
  if (!(error instanceof PlayError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
