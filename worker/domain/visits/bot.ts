import { isbot } from 'isbot';

/** What the edge says of who asks, where it says anything: https://developers.cloudflare.com/bots/reference/bot-management-variables/ */
export type EdgeSignals = {
  readonly botManagement?: { readonly score?: number; readonly verifiedBot?: boolean } | undefined;
  readonly verifiedBotCategory?: string | undefined;
};

/** Scores below this are "likely automated"; 0 means that nothing was computed. */
const LIKELY_AUTOMATED = 30;

/** Whether a request comes from a robot: by its user agent, where one without does too, or by what the edge knows. */
export function isBot(userAgent: string | undefined, edge: EdgeSignals = {}): boolean {
  const { score = 0, verifiedBot = false } = edge.botManagement ?? {};
  return (
    userAgent === undefined ||
    userAgent === '' ||
    isbot(userAgent) ||
    verifiedBot ||
    Boolean(edge.verifiedBotCategory) ||
    (score > 0 && score < LIKELY_AUTOMATED)
  );
}
