/** What a `<Dial>` with one `<Number>` asks for; a URL that is not named is empty. */
export type DialTwiml = {
  readonly number: string;
  readonly actionUrl: string;
  readonly legUrl: string;
  readonly legEvents: readonly string[];
};

/**
 * Reads the TwiML that Ringtrace answers with; undefined where it dials nobody. Relative URLs are
 * resolved against the webhook's, as Twilio does.
 */
export function readDial(twiml: string, webhookUrl: string): DialTwiml | undefined {
  const dial = /<Dial\b([^>]*)>/.exec(twiml);
  const number = /<Number\b([^>]*)>([^<]*)<\/Number>/.exec(twiml);
  if (dial === null || number === null) return undefined;
  const [, dialAttributes = ''] = dial;
  const [, attributes = '', dialled = ''] = number;
  const url = (text: string) => resolved(text, webhookUrl);
  return {
    number: unescapeXml(dialled.trim()),
    actionUrl: url(attribute(dialAttributes, 'action')),
    legUrl: url(attribute(attributes, 'statusCallback')),
    // Without the attribute Twilio reports only the end.
    legEvents: (attribute(attributes, 'statusCallbackEvent') || 'completed').split(/\s+/),
  };
}

/** Where the message that a `<Record>` takes is to be told; undefined where there is none. */
export function readRecord(twiml: string, webhookUrl: string): string | undefined {
  const attributes = /<Record\b([^>]*)>/.exec(twiml)?.[1];
  return attributes === undefined
    ? undefined
    : resolved(attribute(attributes, 'action'), webhookUrl);
}

function resolved(url: string, webhookUrl: string): string {
  return url === '' || /^https?:/i.test(url) ? url : new URL(url, webhookUrl).href;
}

/** The value of an attribute in a tag's text, empty where there is none. */
export function attribute(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return unescapeXml(found?.[1] ?? found?.[2] ?? '');
}

export function unescapeXml(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
