import type { CallPlan } from '../../worker/local/cli/call-plan.ts';
import { DIAL_OUTCOMES } from '../../worker/local/cli/call-plan.ts';
import { twilioPlayer } from '../../worker/local/cli/twilio-player.ts';
import { send } from './send.ts';
import type { ServerClock } from './server-clock.ts';
import type { SoakSite } from './sites.ts';
import { countWrongAnswer, type Told } from './told.ts';

/** Longer than the server is ever gone: a provider goes on telling of a call that it has connected. */
const PATIENCE_MS = 60_000;

/** Somebody rings a number; now and then the provider tells of it twice, or in another order. */
export async function playCall(
  serverUrl: string,
  site: SoakSite,
  clock: ServerClock,
  told: Told,
  to: string,
): Promise<void> {
  const plan: CallPlan = {
    callId: twilioPlayer.newCallId(),
    to,
    from: `+3363998${String(Math.floor(Math.random() * 10_000)).padStart(4, '0')}`,
    outcome: oneOf(DIAL_OUTCOMES),
    webhookUrl: `${serverUrl}/v1/calls/twilio/${site.key}`,
    secret: site.twilioToken,
    startedAt: clock.earliest(),
    ringSeconds: 2,
    messageSeconds: 0,
    talkSeconds: 5,
  };
  const tell = async ({ url, headers, body }: ReturnType<typeof twilioPlayer.open>) => {
    const answer = await send(() => fetch(url, { method: 'POST', headers, body }), PATIENCE_MS);
    const ok = answer !== undefined && answer.status < 300;
    if (answer && !ok)
      countWrongAnswer(told, `a call was answered ${answer.status} ${answer.text}`);
    return ok ? answer : undefined;
  };
  const opening = twilioPlayer.open(plan);
  const answer = await tell(opening);
  if (answer === undefined) {
    told.unanswered.calls += 1;
    return;
  }
  told.calls.add(plan.callId);
  const reports = twilioPlayer.follow(plan, answer.text);
  if (Math.random() < 0.2) reports.reverse();
  if (Math.random() < 0.2) reports.unshift(opening);
  for (const report of reports) await tell(report);
}

function oneOf<T>(choices: readonly T[]): T {
  return choices[Math.floor(Math.random() * choices.length)] as T;
}
