import { z } from '@hono/zod-openapi';
import { SPAM_FILTERS } from '../db/queries/list-calls.ts';
import type { PageRequest } from '../db/queries/page.ts';
import { fromBase64Url, toBase64Url } from '../keys/base64url.ts';
import { refuse } from './errors.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

const epochMs = z.coerce.number().int().min(0).max(8.64e15);

/** The query of every list. */
export const listQuerySchema = z.object({
  site: z.string().min(1).openapi({ example: 'demo', description: 'Site key' }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_LIMIT)
    .default(DEFAULT_LIMIT)
    .openapi({
      description: `Rows of one page: ${DEFAULT_LIMIT} unless told, at most ${MAX_LIMIT}`,
    }),
  cursor: z
    .string()
    .max(256)
    .optional()
    .openapi({ description: 'The page that the one before named as its next' }),
  from: epochMs
    .optional()
    .openapi({ type: 'integer', description: 'Epoch milliseconds, inclusive' }),
  to: epochMs.optional().openapi({ type: 'integer', description: 'Epoch milliseconds, exclusive' }),
});

/** The query of a report on a time, without pages. */
export const windowQuerySchema = listQuerySchema.pick({ site: true, from: true, to: true });

/** The query of calls. */
export const callsQuerySchema = listQuerySchema.extend({
  spam: z
    .enum(SPAM_FILTERS)
    .default('include')
    .openapi({ description: 'Whether calls suspected of spam are listed too, or nothing else is' }),
});

export type CallsQuery = z.infer<typeof callsQuerySchema>;
export type ListQuery = z.infer<typeof listQuerySchema>;

/** @throws Refusal `query_invalid` for a cursor that no reply has given out. */
export function pageRequest({ limit, from, to, cursor }: Omit<ListQuery, 'site'>): PageRequest {
  return { limit, from, to, after: cursor === undefined ? undefined : readCursor(cursor) };
}

/** The rows of the page, and the cursor of the next one; null where this page is the last. */
export function cutPage<R extends { readonly id: string; readonly startedAt: number }>(
  read: readonly R[],
  limit: number,
): { rows: readonly R[]; next: string | null } {
  const rows = read.slice(0, limit);
  const last = rows.at(-1);
  const ends = last === undefined || read.length <= limit;
  return { rows, next: ends ? null : writeCursor(last) };
}

function writeCursor({ startedAt, id }: { startedAt: number; id: string }): string {
  return toBase64Url(new TextEncoder().encode(`${startedAt} ${id}`));
}

function readCursor(cursor: string): NonNullable<PageRequest['after']> {
  const bytes = fromBase64Url(cursor);
  const [, at, id] = new TextDecoder().decode(bytes).match(/^(\d{1,16}) (\w{1,64})$/) ?? [];
  if (at === undefined || id === undefined) refuse('query_invalid', 'cursor: not one of ours');
  return { at: Number(at), id };
}
