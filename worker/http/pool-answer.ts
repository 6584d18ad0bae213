import { within } from '../deadline.ts';
import { refuse } from './errors.ts';

/**
 * The pool's answer to a page, for as long as a page may wait.
 *
 * @throws Refusal `pool_unavailable`
 */
export function poolAnswer<T>(ms: number, answer: Promise<T>): Promise<T> {
  return within(ms, answer).catch((error: unknown) => {
    console.error('the pool did not answer a page', error);
    return refuse('pool_unavailable');
  });
}
