import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import worker from '../../../worker/local/index.ts';
import { PUBLIC_URL } from './ask.ts';

/** Asks the worker; `afterwards` waits for what it goes on doing once its answer has left. */
export async function askAndWatch(
  path: string,
  init: RequestInit,
): Promise<{ response: Response; afterwards: () => Promise<void> }> {
  const context = createExecutionContext();
  const response = await worker.fetch(new Request(`${PUBLIC_URL}${path}`, init), env, context);
  return { response, afterwards: () => waitOnExecutionContext(context) };
}
