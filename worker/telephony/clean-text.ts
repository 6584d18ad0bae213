/** The longest id that a provider may give a call or a leg; real ones have at most 64 characters. */
const MAX_ID = 128;

/**
 * An identifier as it may be stored and shown: without control characters and lone surrogates, 1 to 128
 * characters. Undefined where nothing usable is left or it is longer: a cut id would name another call.
 */
export function cleanId(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || raw.length > MAX_ID) return undefined;
  const id = raw.replace(/[\p{Cc}\p{Cs}]/gu, '').trim();
  return id === '' ? undefined : id;
}
