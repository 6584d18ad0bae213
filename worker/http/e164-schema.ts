import { z } from '@hono/zod-openapi';
import { numberProblem } from '../domain/number-problem.ts';

/** A number in E.164; what is wrong with any other says how to write it. */
export const e164 = z
  .string()
  .refine((value) => numberProblem(value) === undefined, {
    error: ({ input }) => numberProblem(String(input)) ?? '',
  })
  .openapi({ example: '+33199001234' });
