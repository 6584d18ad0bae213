import { createHash, randomBytes } from 'node:crypto';
import type { CallPlan, DialOutcome, Player, SignedRequest } from './call-plan.ts';
import { withoutPlus } from './without-plus.ts';

/** How the leg to the phone ends, and with it the call. */
const REASON: Record<DialOutcome, number> = { answered: 1110, missed: 1111, busy: 1121 };

/**
 * Mango Office, which forwards by its own settings and tells of it under its own paths, signed as documented.
 * https://www.mango-office.ru/upload/api/MangoOffice_VPBX_API_v1.9.pdf
 */
export const mangoPlayer: Player = {
  demoSecret: 'demo-mango-key:demo-mango-salt',
  newCallId: () => randomBytes(12).toString('base64'),
  open: (plan) => leg(plan, 1, 'Appeared', 0),
  follow: (plan) => {
    const { outcome, ringSeconds, talkSeconds } = plan;
    const answered = outcome === 'answered';
    const ringEnd = outcome === 'busy' ? 1 : ringSeconds;
    const end = ringEnd + (answered ? talkSeconds : 0);
    const reason = { disconnect_reason: REASON[outcome] };
    return [
      ...(answered ? [leg(plan, 2, 'Connected', ringEnd)] : []),
      leg(plan, answered ? 3 : 2, 'Disconnected', end, reason),
      signed(plan, 'events/summary', {
        call_direction: 1,
        from: { number: withoutPlus(plan.from) },
        to: { extension: '101', number: 'sip:user1@shop.mangosip.ru' },
        line_number: withoutPlus(plan.to),
        create_time: seconds(plan, 0),
        forward_time: answered ? seconds(plan, 0) : 0,
        talk_time: answered ? seconds(plan, ringEnd) : 0,
        end_time: seconds(plan, end),
        entry_result: answered ? 1 : 0,
        ...reason,
      }),
    ];
  },
};

function leg(
  plan: CallPlan,
  seq: number,
  state: string,
  second: number,
  details: Record<string, unknown> = {},
): SignedRequest {
  return signed(plan, 'events/call', {
    call_id: `${plan.callId}:1`,
    timestamp: seconds(plan, second),
    seq,
    call_state: state,
    location: 'abonent',
    from: { number: withoutPlus(plan.from) },
    to: {
      extension: '101',
      number: 'sip:user1@shop.mangosip.ru',
      line_number: withoutPlus(plan.to),
    },
    dct: { type: 0 },
    ...details,
  });
}

function signed(plan: CallPlan, event: string, details: Record<string, unknown>): SignedRequest {
  const [key = '', salt = ''] = plan.secret.split(':');
  const json = JSON.stringify({ entry_id: plan.callId, ...details });
  const sign = createHash('sha256').update(`${key}${json}${salt}`).digest('hex');
  return {
    name: event,
    url: `${plan.webhookUrl}/${event}`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ vpbx_api_key: key, sign, json }).toString(),
  };
}

function seconds(plan: CallPlan, second: number): number {
  return Math.floor(plan.startedAt / 1_000) + second;
}
