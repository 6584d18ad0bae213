import type { NamedFlow } from '../domain/flows/flow.ts';
import { providerProblems } from '../domain/flows/flow-problems.ts';
import { findProvider } from '../telephony/registry.ts';
import { refuse } from './errors.ts';

/**
 * A flow that a provider cannot follow is refused when it is saved, not when somebody rings: any of the site's
 * providers may bring the call.
 *
 * @param providers names of those that the site has secrets of
 * @throws Refusal `site_invalid`, naming flow, step and provider
 */
export function requireAbilities(flows: readonly NamedFlow[], providers: readonly string[]): void {
  const problems = providers.flatMap((id) => {
    const provider = findProvider(id);
    return provider && !provider.forwardsItself
      ? providerProblems(flows, id, provider.abilities)
      : [];
  });
  if (problems.length > 0) refuse('site_invalid', problems.join(' '));
}
