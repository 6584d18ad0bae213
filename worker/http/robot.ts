import type { Context } from 'hono';
import { type EdgeSignals, isBot } from '../domain/visits/bot.ts';
import type { App } from './app-env.ts';

/** Whether a robot asks. On a developer's machine a headless browser is a test, which plays a person. */
export function fromRobot(c: Context<App>): boolean {
  const userAgent = c.req.header('user-agent');
  const edge = (c.req.raw.cf ?? {}) as EdgeSignals;
  const { mode } = c.var.services.runtime;
  const asked = mode === 'local' ? userAgent?.replace('HeadlessChrome', 'Chrome') : userAgent;
  return isBot(asked, edge);
}
