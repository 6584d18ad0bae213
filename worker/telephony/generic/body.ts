import { z } from 'zod';
import { idSchema as id } from '../json-body.ts';

const YEAR_2000 = 946_684_800_000;
const WEEK_IN_SECONDS = 604_800;
const phone = z.string().max(128);
const seconds = z.number().int().min(0).max(WEEK_IN_SECONDS);

const outcome = z.enum(['answered', 'missed', 'busy', 'failed']);

const common = {
  v: z.literal(1),
  /** The PBX's own id of the call, the same in all its events. */
  call: id,
  /** When it happened, epoch milliseconds; without it, arrival counts. */
  at: z.number().int().min(YEAR_2000).optional(),
  to: phone.optional(),
  /** Null or empty where the caller withheld the number. */
  from: phone.nullable().optional(),
  forwardedFrom: phone.nullable().optional(),
};
const leg = id.default('main');

/** The body of every request to the `generic` provider; README, "Any other PBX or carrier". */
export const genericBody = z.discriminatedUnion('event', [
  z.object({ ...common, event: z.literal('incoming'), to: phone }),
  /** An instruction has been followed: `next` is what the instruction named. */
  z.object({
    ...common,
    event: z.literal('next'),
    next: z.string().max(64),
    outcome: outcome.optional(),
    talkSeconds: seconds.optional(),
    pressed: z
      .string()
      .regex(/^[\d*#]$/, 'must be one key: 0 to 9, * or #')
      .optional(),
    recordingUrl: z
      .url({ protocol: /^https$/ })
      .max(2_048)
      .optional(),
    recordingSeconds: seconds.optional(),
  }),
  z.object({ ...common, event: z.literal('ringing'), leg }),
  z.object({ ...common, event: z.literal('answered'), leg }),
  z.object({
    ...common,
    event: z.literal('ended'),
    outcome,
    talkSeconds: seconds.optional(),
    totalSeconds: seconds.optional(),
  }),
]);

export type GenericBody = z.infer<typeof genericBody>;
