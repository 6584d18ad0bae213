import { now, postpone } from '../browser/clock.ts';
import { runExclusive } from '../browser/locks.ts';
import { randomId } from '../browser/random-id.ts';
import { post } from '../browser/request.ts';
import {
  type SnippetSettings,
  type VisitReply,
  type VisitRequest,
  WIRE_VERSION,
} from '../contract/wire.ts';
import type { Lease } from '../domain/lease.ts';
import type { Recall, Remember } from './identity.ts';

/** A pause that outlasts a change of network, and that nobody waits for: the page has its own number. */
const RETRY_AFTER_MS = 1_000;

/**
 * Asks the server who this visitor is and which numbers to show; undefined when it gives no answer.
 * One request per page view; when the network fails it is repeated once under the same view id, so
 * that it counts once. `readView` tells the page view as it is when asked. An answer counts as none once the
 * visitor has said otherwise about consent than was told with the question.
 */
export function createLeaseClient(
  { api, site }: SnippetSettings,
  readView: () => Pick<VisitRequest, 'consent' | 'page' | 'touch'>,
  recall: Recall,
  remember: Remember,
): () => Promise<Lease | undefined> {
  const visit = async (): Promise<Lease | undefined> => {
    const { visitor = null, session = null }: Partial<Lease> = recall() ?? {};
    const request: VisitRequest = {
      v: WIRE_VERSION,
      site,
      view: randomId(),
      visitor,
      session,
      ...readView(),
    };
    const confirmedAt = now();
    const send = () => post(`${api}/v1/visits`, JSON.stringify(request));
    const answer = (await send()) ?? (await postpone(RETRY_AFTER_MS, send));
    if (!answer?.ok) return undefined;
    const lease: Lease = { ...((await answer.json()) as VisitReply), confirmedAt };
    if (
      lease.v !== WIRE_VERSION ||
      !Array.isArray(lease.swaps) ||
      readView().consent !== request.consent
    )
      return undefined;
    remember(lease);
    return lease;
  };

  // A browser's very first visits wait for each other: the second tab then finds the ids of the first.
  return () => (recall() ? visit() : runExclusive(`ringtrace_${site}`, visit));
}
