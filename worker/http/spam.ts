import { createRoute, z } from '@hono/zod-openapi';
import { findCall, type ListedCall } from '../db/queries/list-calls.ts';
import { blockCaller, markCall, readCallerWord } from '../db/queries/spam-words.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { SECOND } from '../domain/time.ts';
import type { Services } from '../services.ts';
import { readableSite } from './api-auth.ts';
import { refuse } from './errors.ts';
import { firstProblem } from './first-problem.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { poolAnswer } from './pool-answer.ts';
import { presentSpam } from './present.ts';
import { spamSchema } from './report-schema.ts';
import { tellAsWritten } from './tell-as-written.ts';

const POOL_DEADLINE = 10 * SECOND;

/** What the owner says of a call; what is not named stays as it is. */
const spamWordSchema = z
  .strictObject({
    spam: z.boolean().nullable().optional().openapi({
      description:
        'Whether it is spam, whatever its score; counts for later calls of the caller, too. null takes it back',
    }),
    block: z.boolean().optional().openapi({
      description: 'Whether later calls of this caller are turned away',
    }),
  })
  .refine(
    ({ spam, block }) => spam !== undefined || block !== undefined,
    'name `spam`, `block`, or both',
  )
  .openapi('SpamWord');

type SpamWord = z.infer<typeof spamWordSchema>;

const FORM_VALUES = new Map<unknown, boolean | null>([
  ['true', true],
  ['false', false],
  ['', null],
]);

/**
 * The same from a form, where an empty `spam` takes back what was said.
 *
 * @throws Refusal `body_invalid`
 */
export function spamWordOf(form: Readonly<Record<string, unknown>>): SpamWord {
  const fields = Object.entries(form).map(([name, value]) => [
    name,
    FORM_VALUES.has(value) ? FORM_VALUES.get(value) : value,
  ]);
  const word = spamWordSchema.safeParse(Object.fromEntries(fields));
  return word.success ? word.data : refuse('body_invalid', firstProblem(word.error, 'form'));
}

/** `PUT /api/v1/calls/{id}/spam`: the owner's word. */
export const spam = openApiRouter();

const route = createRoute({
  method: 'put',
  path: '/{id}/spam',
  summary: 'Mark a call as spam or as none, block its caller, or take that back',
  description: 'Answered when it holds for the next call; after any other answer, ask again.',
  security: [{ apiKey: [] }],
  request: {
    params: z.object({ id: z.string().max(128) }),
    query: z.object({ site: z.string().optional() }),
    body: jsonRequest(spamWordSchema),
  },
  responses: { 200: jsonReply('As it stands now', spamSchema) },
});

spam.openapi(route, async (c) => {
  const site = await readableSite(c, c.req.valid('query').site);
  const call = await sayOfCall(c.var.services, site, c.req.valid('param').id, c.req.valid('json'));
  return c.json(presentSpam(site, call), 200);
});

/**
 * Writes down what the owner says of a call, and has the pool go by it.
 *
 * @returns the call as it stands then.
 * @throws Refusal `call_unknown`, `caller_unknown`, `pool_unavailable`
 */
export async function sayOfCall(
  { d1, pools, runtime }: Services,
  site: SiteSnapshot,
  callId: string,
  word: SpamWord,
): Promise<ListedCall> {
  const name = { siteId: site.id, callId };
  const call = (await findCall(d1, site.id, callId)) ?? refuse('call_unknown');
  if (word.block && call.callerHash === null) refuse('caller_unknown');
  await d1.batch([
    ...(word.spam === undefined ? [] : [markCall(d1, name, word.spam)]),
    ...(word.block === undefined ? [] : [blockCaller(d1, name, word.block, runtime.clock.now())]),
  ]);
  const { callerHash } = call;
  if (callerHash !== null) {
    const pool = pools.of(site);
    const telling = tellAsWritten(
      () => readCallerWord(d1, site.id, callerHash),
      (said) => pool.sayOfCaller(callerHash, said),
    );
    await poolAnswer(POOL_DEADLINE, telling);
  }
  return (await findCall(d1, site.id, callId)) ?? refuse('call_unknown');
}
