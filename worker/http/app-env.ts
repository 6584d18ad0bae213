import type { Env } from '../config.ts';
import type { Services } from '../services.ts';

/** What Hono's context carries in every route. */
export type App = {
  readonly Bindings: Env;
  readonly Variables: { readonly services: Services };
};
