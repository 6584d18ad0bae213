/**
 * What `<Speak>` speaks; of one language the first is taken for a region that is not among them.
 * https://plivo.com/docs/voice/xml/audio-output
 */
const SPOKEN = [
  ...['da-DK', 'de-DE', 'en-US', 'en-GB', 'en-AU', 'es-ES', 'es-US', 'fr-FR', 'fr-CA', 'it-IT'],
  ...['nl-NL', 'pl-PL', 'pt-PT', 'pt-BR', 'ru-RU', 'sv-SE'],
];

/**
 * A language (BCP 47) as the nearest that Plivo speaks, e.g. `fr` as `fr-FR`. One that is not on its list is
 * passed on as it is: other pages of Plivo's name more of them.
 */
export function plivoLanguage(language: string): { language: string; voice?: 'MAN' } {
  const wanted = language.toLowerCase();
  const spoken =
    SPOKEN.find((each) => each.toLowerCase() === wanted) ??
    SPOKEN.find((each) => each.slice(0, 2) === wanted.split('-')[0]) ??
    language;
  // Where nothing is said of the voice it is a woman's, and she does not speak this one.
  return spoken === 'pt-PT' ? { language: spoken, voice: 'MAN' } : { language: spoken };
}
