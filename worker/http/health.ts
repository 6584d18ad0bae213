import { Hono } from 'hono';
import { version } from '../../package.json';
import type { App } from './app-env.ts';

/** `GET /healthz`: ready, and which version. */
export const health = new Hono<App>().get('/', (c) => {
  c.header('Cache-Control', 'no-store');
  return c.json({ ok: true, version });
});
