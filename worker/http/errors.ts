import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isStorageFailure } from '../db/storage-failure.ts';
import { SiteBusyError } from '../site-admin.ts';

/** Every error code a reply may carry, its status, and what the caller reads. */
const ERRORS = {
  body_invalid: [400, 'The body does not have the documented shape.'],
  query_invalid: [400, 'The query does not have the documented shape.'],
  site_invalid: [400, 'The site as described cannot work.'],
  key_missing: [401, 'Send an API key: Authorization: Bearer <key>.'],
  key_unknown: [401, 'This API key is not known, or has been revoked.'],
  origin_refused: [403, 'This origin is not among the allowed origins of the site.'],
  signature_refused: [403, 'The signature is missing or wrong.'],
  request_repeated: [403, 'This signed request was made before; sign each anew.'],
  form_refused: [
    403,
    'Forms are taken from pages of this Worker alone; reload the page and try again.',
  ],
  site_forbidden: [403, 'This API key belongs to another site.'],
  site_unknown: [404, 'No site has this key.'],
  core_unknown: [404, 'This version of the snippet was never served here; pin another.'],
  pool_unknown: [404, 'The site has no pool with this name.'],
  messages_unsupported: [404, 'No text messages come by this provider; use it for calls.'],
  provider_unknown: [404, 'No telephony provider has this name.'],
  api_key_unknown: [404, 'The site has no API key with this id.'],
  call_unknown: [404, 'The site has no call with this id.'],
  session_unknown: [
    404,
    'The site has no session with this id. One that has just begun is known within ten seconds.',
  ],
  webhook_unknown: [404, 'The site has no webhook with this id.'],
  recording_unknown: [404, 'The site has no such recording.'],
  not_found: [404, 'There is nothing here.'],
  caller_unknown: [409, 'Nobody knows who called: the number was withheld, or has been erased.'],
  site_busy: [409, 'Others are changing this site at the same moment; try again.'],
  lease_ended: [410, 'The number is no longer with this session; ask anew.'],
  body_too_large: [413, 'The body is too large.'],
  internal: [500, 'Something went wrong here; it has been logged.'],
  recording_unavailable: [502, 'The provider does not give the recording at the moment.'],
  pool_unavailable: [503, 'The number pool does not answer at the moment; try again.'],
  storage_unavailable: [503, 'The database does not answer at the moment; try again.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** An expected refusal, thrown by handlers and turned into a reply in one place. */
class Refusal extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, detail?: string) {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

/** @param detail what exactly is wrong; shown to the caller. */
export function refuse(code: ErrorCode, detail?: string): never {
  throw new Refusal(code, detail);
}

/** Whether something was refused on purpose. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Refusal;
}

/** Turns whatever was thrown into a reply; the inside of an unexpected error stays in the log. */
export function answerError(error: Error, c: Context): Response {
  const refusal = toRefusal(error);
  const [status, message] = ERRORS[refusal.code];
  // What is refused on purpose has been logged where it went wrong.
  if (status >= 500 && refusal !== error)
    console.error(refusal.code, c.req.method, withoutKey(c.req.path), error);
  // The next time it may be another matter.
  c.header('Cache-Control', 'no-store');
  if (status === 401) c.header('WWW-Authenticate', 'Basic realm="Ringtrace", charset="UTF-8"');
  return c.json(
    { error: { code: refusal.code, message, ...(refusal.detail && { detail: refusal.detail }) } },
    status,
  );
}

/** A provider's secret may stand in the path of its webhooks, and goes into no log. */
function withoutKey(path: string): string {
  return path.replace(/\/k\/[^/]+/, '/k/…');
}

export function answerNotFound(c: Context): Response {
  return answerError(new Refusal('not_found'), c);
}

function toRefusal(error: Error): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof SiteBusyError) return new Refusal('site_busy');
  if (error instanceof HTTPException && error.status === 413) return new Refusal('body_too_large');
  if (error instanceof HTTPException && error.status === 403) return new Refusal('form_refused');
  if (error instanceof HTTPException && error.status < 500) return new Refusal('body_invalid');
  return new Refusal(isStorageFailure(error) ? 'storage_unavailable' : 'internal');
}
