import type { VisitEvent } from '../../snippet/contract/wire.ts';
import type { SiteSnapshot } from '../domain/site-snapshot.ts';
import { hashCaller } from '../keys/caller.ts';
import type { Keyring } from '../keys/keyring.ts';
import { normaliseCaller } from '../telephony/phone-number.ts';

/** What a form field, or a trait of a person, is called that holds a phone number: `your-tel`, `Telefon`, `billing_phone`. */
const HOLDS_PHONE = /phone|mobile|cell|gsm|handy|(?:^|[^a-z])tel/i;

/** Nobody has more phones. */
const MOST_PHONES = 5;

/** Phones that a visitor gave as theirs, by `identify` or in a form that the owner has told of: hashes, as of callers. */
export function givenPhones(
  keyring: Keyring,
  site: SiteSnapshot,
  events: readonly VisitEvent[],
): Promise<string[]> {
  const numbers = events
    .flatMap((event) => Object.entries(toldIn(event)))
    .filter(([name]) => HOLDS_PHONE.test(name))
    .flatMap(([, value]) => normaliseCaller(String(value), site.country) ?? []);
  const phones = [...new Set(numbers)].slice(0, MOST_PHONES);
  return Promise.all(phones.map((number) => hashCaller(keyring, site.id, number)));
}

function toldIn(event: VisitEvent): Readonly<Record<string, unknown>> {
  if (event.type === 'identify') return event.traits;
  return event.type === 'form' ? (event.fields ?? {}) : {};
}
