import type { Context } from 'hono';
import { isBot } from '../domain/visits/bot.ts';
import type { App } from './app-env.ts';

/** Whether a robot asks. On a developer's machine a headless browser is a test, which plays a person. */
export function fromRobot(c: Context<App>): boolean {
  const userAgent = c.req.header('user-agent');
  const { mode } = c.var.services.runtime;
  return isBot(mode === 'local' ? userAgent?.replace('HeadlessChrome', 'Chrome') : userAgent);
}
