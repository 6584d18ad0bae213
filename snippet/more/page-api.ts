import { guard } from '../features/guard.ts';

type Command = (...args: never[]) => unknown;
type PageApi = ((command: string, ...args: never[]) => void) & {
  /** Calls made before the snippet had loaded, kept by the stub in the page. */
  q?: Iterable<ArrayLike<never>>;
};

/** Answers `ringtrace(command, …)` from now on, and what was asked before. Unknown commands do nothing. */
export function answerPage(commands: Readonly<Record<string, Command>>): void {
  const page = window as { ringtrace?: PageApi };
  const { q = [] } = page.ringtrace ?? {};
  const run = guard((command: string, ...args: never[]) => commands[command]?.(...args));
  page.ringtrace = run;
  for (const [command, ...args] of q as Iterable<[string, ...never[]]>) run(command, ...args);
}
