import type { Context } from 'hono';
import type { z } from 'zod';
import { refuse } from './errors.ts';
import { firstProblem } from './first-problem.ts';

/**
 * Reads and validates a JSON body, whatever its content type says: the snippet sends `text/plain`, which
 * spares the browser a preflight.
 *
 * @throws Refusal `body_too_large`, `body_invalid` with the first problem and where it is.
 */
export async function jsonBody<S extends z.ZodType>(
  c: Context,
  schema: S,
  maxBytes: number,
): Promise<z.infer<S>> {
  const result = schema.safeParse(parseJson(await textBody(c, maxBytes)));
  if (result.success) return result.data;
  refuse('body_invalid', firstProblem(result.error, 'body'));
}

/** @throws Refusal `body_too_large` */
export async function textBody(c: Context, maxBytes: number): Promise<string> {
  const length = Number(c.req.header('content-length') ?? Number.NaN);
  if (length > maxBytes) refuse('body_too_large');
  // A body is never longer than it says, and what is read at once is read sooner.
  if (length <= maxBytes) return c.req.raw.text();
  const reader = c.req.raw.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      await reader.cancel();
      refuse('body_too_large');
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    refuse('body_invalid', 'not JSON');
  }
}
