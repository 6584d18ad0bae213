import { z } from 'zod';
import { cleanId } from './clean-text.ts';

/** An identifier, as `cleanId` leaves it. */
export const idSchema = z.string().transform((raw, context) => {
  const clean = cleanId(raw);
  if (clean === undefined) context.addIssue('must have 1 to 128 characters');
  return clean ?? z.NEVER;
});

/** The body, or what is wrong with it: the field and the rule, never the value. */
export function readJsonBody<S extends z.ZodType>(raw: string, schema: S): z.infer<S> | string {
  let json: unknown;
  try {
    json = JSON.parse(raw);
  } catch {
    return 'The body is no JSON';
  }
  const read = schema.safeParse(json);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  return `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'is invalid'}`.slice(0, 200);
}
