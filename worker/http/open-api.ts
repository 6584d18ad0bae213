import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';
import { firstProblem } from './first-problem.ts';

/** A router whose routes are documented, and whose invalid input is refused with the first problem. */
export function openApiRouter(): OpenAPIHono<App> {
  return new OpenAPIHono<App>({
    defaultHook: (result) => {
      if (result.success) return;
      const code = result.target === 'query' ? 'query_invalid' : 'body_invalid';
      refuse(code, firstProblem(result.error, result.target));
    },
  });
}
