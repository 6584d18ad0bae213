import { isbot } from 'isbot';

/** Whether a request comes from a robot, by its user agent; one without a user agent does. */
export function isBot(userAgent: string | undefined): boolean {
  return userAgent === undefined || userAgent === '' || isbot(userAgent);
}
