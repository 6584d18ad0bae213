import { createRoute, z } from '@hono/zod-openapi';
import { findCall, type ListedCall } from '../db/queries/list-calls.ts';
import {
  deleteCorrection,
  readCorrection,
  writeCorrection,
} from '../db/queries/match-corrections.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { SECOND } from '../domain/time.ts';
import type { Services } from '../services.ts';
import { readableSite } from './api-auth.ts';
import { refuse } from './errors.ts';
import { jsonReply, jsonRequest } from './json-content.ts';
import { openApiRouter } from './open-api.ts';
import { poolAnswer } from './pool-answer.ts';
import { presentCallMatch } from './present.ts';
import { callMatchSchema } from './report-schema.ts';
import { tellAsWritten } from './tell-as-written.ts';

const POOL_DEADLINE = 10 * SECOND;

/** What the owner says of who made a call; null takes back what they said. */
type Word = { readonly session: string | null } | null;

const wordSchema = z
  .strictObject({
    session: z.string().min(1).max(64).nullable().openapi({
      description: 'Of whoever called, any of the site’s; null: no visit caused the call',
    }),
  })
  .openapi('MatchCorrection');

/** In a form: nobody, and nothing said. */
export const NO_VISIT = 'none';
export const TAKE_BACK = '';

/**
 * The same from a form.
 *
 * @throws Refusal `body_invalid`
 */
export function wordOfForm(form: Readonly<Record<string, unknown>>): Word {
  const { session, ...rest } = form;
  if (typeof session !== 'string' || Object.keys(rest).length > 0) {
    return refuse('body_invalid', 'session: an id, `none` or nothing');
  }
  return session === TAKE_BACK ? null : { session: session === NO_VISIT ? null : session };
}

/** `PUT` and `DELETE /api/v1/calls/{id}/match`: the owner's word. */
export const corrections = openApiRouter();

const request = {
  params: z.object({ id: z.string().max(128) }),
  query: z.object({ site: z.string().optional() }),
};
const responses = { 200: jsonReply('As it stands now', callMatchSchema) };
const description = 'Answered when it holds for later calls; after any other answer, ask again.';

const putRoute = createRoute({
  method: 'put',
  path: '/{id}/match',
  summary: 'Say which visit caused a call, or that none did',
  description,
  security: [{ apiKey: [] }],
  request: { ...request, body: jsonRequest(wordSchema) },
  responses,
});

const deleteRoute = createRoute({
  method: 'delete',
  path: '/{id}/match',
  summary: 'Take back what was said: the evidence decides again',
  description,
  security: [{ apiKey: [] }],
  request,
  responses,
});

corrections.openapi(putRoute, async (c) => {
  const site = await readableSite(c, c.req.valid('query').site);
  const word = c.req.valid('json');
  const call = await correctCall(c.var.services, site, c.req.valid('param').id, word);
  return c.json(presentCallMatch(call), 200);
});

corrections.openapi(deleteRoute, async (c) => {
  const site = await readableSite(c, c.req.valid('query').site);
  const call = await correctCall(c.var.services, site, c.req.valid('param').id, null);
  return c.json(presentCallMatch(call), 200);
});

/**
 * Writes down who made a call, as the owner says, and has the pool go by it.
 *
 * @returns the call as it stands then.
 * @throws Refusal `call_unknown`, `session_unknown`, `pool_unavailable`
 */
export async function correctCall(
  { d1, pools, runtime }: Services,
  site: SiteSnapshot,
  callId: string,
  word: Word,
): Promise<ListedCall> {
  const name = { siteId: site.id, callId };
  if ((await findCall(d1, site.id, callId)) === undefined) refuse('call_unknown');
  if (word === null) await deleteCorrection(d1, name);
  else if (!(await writeCorrection(d1, name, word.session, runtime.clock.now()))) {
    refuse('session_unknown');
  }
  const pool = pools.of(site);
  const telling = tellAsWritten(
    () => readCorrection(d1, name),
    (correction) => pool.correctCall(callId, correction),
  );
  await poolAnswer(POOL_DEADLINE, telling);
  return (await findCall(d1, site.id, callId)) ?? refuse('call_unknown');
}
