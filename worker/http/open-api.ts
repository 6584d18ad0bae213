import { OpenAPIHono } from '@hono/zod-openapi';
import type { App } from './app-env.ts';
import { refuse } from './errors.ts';

/** A router whose routes are documented, and whose invalid input is refused with the first problem. */
export function openApiRouter(): OpenAPIHono<App> {
  return new OpenAPIHono<App>({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      refuse(
        result.target === 'query' ? 'query_invalid' : 'body_invalid',
        `${issue?.path.join('.') || result.target}: ${issue?.message}`,
      );
    },
  });
}
