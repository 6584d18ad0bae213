import type { Speech } from '../domain/flows/flow.ts';

/** The webhook that a phone of the business is answered by: the address says what it is to hear. */
export function whisperUrl(url: string, speech: Speech): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(speech)}`;
}

/** What such an address says; undefined where it says nothing. */
export function readWhisper(query: URLSearchParams): Speech | undefined {
  const [play, say] = [query.get('play'), query.get('say')];
  if (play !== null) return { play };
  return say === null ? undefined : { say, language: query.get('language') ?? 'en' };
}
