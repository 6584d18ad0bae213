import { DrizzleQueryError } from 'drizzle-orm';
import { DeadlineError } from '../deadline.ts';

/** What D1 says of a statement that is wrong, whose fault is ours and which no retry mends. */
const WRONG_STATEMENT = /SQLITE_(ERROR|CONSTRAINT|MISMATCH)|D1_TYPE_ERROR/;

/**
 * Whether D1 did not do what was asked because it is down, overloaded or cut off. Single queries fail as
 * Drizzle's, batches as D1's own: https://developers.cloudflare.com/d1/observability/debug-d1/
 */
export function isStorageFailure(error: unknown): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  const message = cause instanceof Error ? cause.message : String(cause);
  // One that hangs is no better than one that is down.
  if (error instanceof DeadlineError) return true;
  const ofStorage = error instanceof DrizzleQueryError || message.startsWith('D1_');
  return ofStorage && !WRONG_STATEMENT.test(message);
}

/** What D1 says of a row that it will never take: a value that is missing, of the wrong kind or too big. */
const REFUSED_ROW = /SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)|D1_TYPE_ERROR|malformed JSON|too big/;

/** Whether D1 is there and refuses what it was given for what it is. */
export function isRefusedRow(error: unknown): boolean {
  return REFUSED_ROW.test(error instanceof Error ? error.message : String(error));
}
