import type { z } from 'zod';

/**
 * What is wrong with an input, told by its first problem: where, and what.
 *
 * @param whole what to call the input itself, where the problem is not in a part of it.
 */
export function firstProblem({ issues }: Pick<z.ZodError, 'issues'>, whole: string): string {
  const [issue] = issues;
  return `${issue?.path.join('.') || whole}: ${issue?.message}`;
}
