import { USUAL_FLOW } from '../domain/flows/flow.ts';
import { type FlowCall, runFlow } from '../domain/flows/run-flow.ts';
import { forwardTarget } from '../domain/site-snapshot.ts';
import type { EpochMs } from '../domain/time.ts';
import { callbackUrl } from './callback-url.ts';
import { refuse } from './errors.ts';
import type { ProviderRequest } from './provider-request.ts';

const NOBODY = {
  number: null,
  caller: null,
  callerCountry: null,
  source: null,
  isBlocked: false,
  isSuspected: false,
} as const;

/**
 * Connects a caller of whom nothing is known but the site: to its first target, as if there were no flows.
 *
 * @throws Refusal `site_invalid` where the site has no target.
 */
export function forwardPlainly(asked: ProviderRequest, now: EpochMs): Response {
  const { provider, site, secrets } = asked;
  const target =
    forwardTarget(site, undefined, null) ??
    refuse('site_invalid', 'The site has no target number to forward to.');
  const call: FlowCall = { ...NOBODY, now, forwardTo: target.forwardTo, chance: 0 };
  const { instructions } = runFlow(USUAL_FLOW, { at: 'start' }, {}, call);
  return provider.answer(instructions, {
    caller: null,
    number: null,
    callbackUrl: (kind) => callbackUrl(asked, kind),
    secrets,
  });
}
