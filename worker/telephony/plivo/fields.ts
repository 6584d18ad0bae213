import type { CallEvent } from '../../domain/calls/call-event.ts';
import type { EpochMs } from '../../domain/time.ts';
import { callParties } from '../call-parties.ts';
import { withPlus } from '../phone-number.ts';
import type { ParsedWebhook } from '../provider.ts';

/** The value of one of Plivo's parameters by its name. */
export type Fields = (name: string) => string | undefined;

export type Reader = (field: Fields, country: string, now: EpochMs) => ParsedWebhook;

/**
 * `ForwardedFrom` comes only where the caller's carrier tells. Numbers have their country code but no plus.
 * https://www.plivo.com/docs/voice/xml/request/
 */
export function parties(field: Fields, country: string) {
  const number = (name: string) => withPlus(field(name));
  return callParties(
    { to: number('To'), from: number('From'), forwardedFrom: number('ForwardedFrom') },
    country,
  );
}

/**
 * `Verified` stands for A, the rest for B, C or no signature at all, which is too little to say.
 * https://www.plivo.com/docs/voice/concepts/stir-shaken/
 */
export function attestation(field: Fields): Pick<CallEvent, 'attestation'> {
  return field('STIRVerification') === 'Verified' ? { attestation: 'A' } : {};
}
