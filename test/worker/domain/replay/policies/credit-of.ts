import { POLICIES, type PolicyName } from '../../../../../worker/domain/replay/policies.ts';
import type { Policy } from '../../../../../worker/domain/replay/policy.ts';
import { seededRandom } from '../../../../../worker/domain/replay/random.ts';
import { MINUTE } from '../../../../../worker/domain/time.ts';

/** A policy with as many numbers, spoken to in minutes. */
export function start(name: PolicyName, count: number) {
  const numbers = Array.from({ length: count }, (_, index) => `n${index}`);
  const policy: Policy = POLICIES[name]({ numbers, holdSeconds: 300, random: seededRandom(1) });
  return {
    view: (minute: number, visitorId: string, sessionId = `session of ${visitorId}`) =>
      policy.view({ at: minute * MINUTE, visitorId, sessionId, source: `source of ${visitorId}` }),
    renew: (minute: number, visitorId: string) =>
      policy.seen({ at: minute * MINUTE, visitorId, type: 'renew' }),
    leave: (minute: number, visitorId: string) =>
      policy.seen({ at: minute * MINUTE, visitorId, type: 'leave' }),
    tap: (minute: number, visitorId: string) =>
      policy.seen({ at: minute * MINUTE, visitorId, type: 'tap' }),
    call: (minute: number, number: string, caller: string | null = null) =>
      policy.call({ at: minute * MINUTE, number, caller }),
    /** Who is credited with a call; null: nobody. */
    credit: (minute: number, number: string) =>
      policy.call({ at: minute * MINUTE, number, caller: null }).candidates[0]?.visitorId ?? null,
  };
}
