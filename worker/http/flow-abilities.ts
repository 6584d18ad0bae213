import { providerProblems } from '../domain/flows/flow-problems.ts';
import type { SiteDefinition } from '../domain/site-definition.ts';
import { findProvider } from '../telephony/registry.ts';
import { refuse } from './errors.ts';

/**
 * What a provider cannot do of what a site asks for is refused when it is saved, not when somebody rings or
 * writes: any of the site's providers may bring the call, or the message.
 *
 * @param providers names of those that the site has secrets of
 * @throws Refusal `site_invalid`, naming the provider, and flow and step or setting
 */
export function requireAbilities(
  { flows, messages }: Pick<SiteDefinition, 'flows' | 'messages'>,
  providers: readonly string[],
): void {
  const problems = providers.flatMap((id) => {
    const provider = findProvider(id);
    if (provider === undefined) return [];
    const { forwardsItself, messaging } = provider;
    return [
      ...(forwardsItself ? [] : providerProblems(flows, provider)),
      ...(messages && messaging && !messaging.forwards
        ? [
            `messages.forwardTo: ${id} sends nothing on when it is answered; let it forward text messages by settings of its own, or set messages to null.`,
          ]
        : []),
    ];
  });
  if (problems.length > 0) refuse('site_invalid', problems.join(' '));
}
