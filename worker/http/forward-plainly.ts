import { USUAL_FLOW } from '../domain/flows/flow.ts';
import { runFlow } from '../domain/flows/run-flow.ts';
import { forwardTarget, type SiteSnapshot } from '../domain/site-snapshot.ts';
import type { EpochMs } from '../domain/time.ts';
import type { Provider } from '../telephony/provider.ts';
import { refuse } from './errors.ts';

type Asked = {
  readonly provider: Provider;
  readonly site: SiteSnapshot;
  readonly base: string;
  readonly secrets: readonly string[];
};

/**
 * Connects a caller of whom nothing is known but the site: to its first target, as if there were no flows.
 *
 * @throws Refusal `site_invalid` where the site has no target.
 */
export function forwardPlainly({ provider, site, base, secrets }: Asked, now: EpochMs): Response {
  const target =
    forwardTarget(site, undefined, null) ??
    refuse('site_invalid', 'The site has no target number to forward to.');
  const nobody = { number: null, caller: null, callerCountry: null, source: null };
  const call = { ...nobody, now, forwardTo: target.forwardTo, chance: 0 };
  const { instructions } = runFlow(USUAL_FLOW, { at: 'start' }, {}, call);
  return provider.answer(instructions, {
    caller: null,
    number: null,
    callbackUrl: (kind) => `${base}/v1/calls/${provider.id}/${site.key}/${kind}`,
    secrets,
  });
}
