import type { CallEvent } from '../domain/calls/call-event.ts';
import { normaliseCaller, normaliseNumber } from './phone-number.ts';

/** Who rang whom, as a provider writes it; a field is undefined where the provider did not send it. */
type RawParties = {
  readonly to: string | undefined;
  readonly from: string | null | undefined;
  readonly forwardedFrom: string | null | undefined;
};

/** The numbers of a call event in E.164; what is missing or unreadable is left out, never a reason to refuse. */
export function callParties(
  raw: RawParties,
  country: string,
): Pick<CallEvent, 'number' | 'caller' | 'forwardedFrom'> {
  const number = normaliseNumber(raw.to ?? '', country);
  const caller = normaliseCaller(raw.from, country);
  const forwardedFrom = normaliseNumber(raw.forwardedFrom ?? '', country);
  return {
    ...(number === undefined ? {} : { number }),
    ...(caller === undefined ? {} : { caller }),
    ...(forwardedFrom === undefined ? {} : { forwardedFrom }),
  };
}
