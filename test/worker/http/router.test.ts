import { env } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { systemClock } from '../../../worker/system-clock.ts';

it('all paths together suit the quickest of the routers that Hono tries', async () => {
  const app = createApp({ mode: 'deployed', clock: systemClock });
  await app.request('/healthz', {}, env);
  expect(app.router.name).toBe('SmartRouter + RegExpRouter');
});
