import { DrizzleQueryError } from 'drizzle-orm';

/** What D1 says of a statement that is wrong, whose fault is ours and which no retry mends. */
const WRONG_STATEMENT = /SQLITE_(ERROR|CONSTRAINT|MISMATCH)|D1_TYPE_ERROR/;

/**
 * Whether D1 did not do what was asked because it is down, overloaded or cut off. Single queries fail as
 * Drizzle's, batches as D1's own: https://developers.cloudflare.com/d1/observability/debug-d1/
 */
export function isStorageFailure(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  const ofStorage = error instanceof DrizzleQueryError || message.startsWith('D1_');
  return ofStorage && !WRONG_STATEMENT.test(message);
}
