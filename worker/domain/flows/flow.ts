/** What the caller hears: words to be spoken, or a recording. `language` is BCP 47, e.g. `fr-FR`. */
export type Speech =
  | { readonly say: string; readonly language: string }
  | { readonly play: string };

/** A number in E.164, or a SIP URI (`sip:desk@pbx.example`). */
export type Phone = {
  readonly to: string;
  /** How often it is chosen first, against the others; counts only `by weight`. */
  readonly weight: number;
};

/** Whom to ring, and how. */
export type Ring = {
  /** Empty: where the target forwards to. */
  readonly phones: readonly Phone[];
  readonly how: 'in order' | 'at once' | 'by weight';
  /** For each attempt. */
  readonly ringSeconds: number;
  /** Whose number the phone shows. */
  readonly callerId: 'caller' | 'tracking';
  /** Said to whoever picks up, before the caller is heard; `{source}` stands for the call's source. */
  readonly whisper: Speech | null;
};

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

export type Hours = {
  /** IANA name, e.g. `Europe/Paris`. */
  readonly timeZone: string;
  /** `from` is open, `to` is not any more; `24:00` is the end of the day. */
  readonly open: readonly {
    readonly days: readonly Weekday[];
    readonly from: string;
    readonly to: string;
  }[];
  /** Closed all day, e.g. `2026-12-25`. */
  readonly holidays: readonly string[];
  /** What a caller hears outside these hours. */
  readonly closed: Speech | null;
  /** Whom to ring then; null: nobody. */
  readonly ring: Ring | null;
};

type Menu = {
  readonly prompt: Speech;
  readonly waitSeconds: number;
  /** By the key that is pressed. A caller who presses none of them hears it again, and is put through. */
  readonly choices: Readonly<Record<string, Ring>>;
};

/**
 * What a caller is asked who is suspected of spam: whoever presses no key hears it again, and is turned away then.
 * `{key}` in the words stands for the key to be pressed, which is another for every call; where they name none, as a
 * recording never does, any key will do.
 */
export type Challenge = { readonly prompt: Speech; readonly waitSeconds: number };

/**
 * What happens to a call, in this order; what is null or empty is left out: who is blocked is turned away, who is
 * suspected of spam is challenged, then come the opening hours, greeting and recording notice, the menu, the phones, the fallback, voicemail.
 */
export type Flow = {
  /** E.164, or its beginning and `*`. */
  readonly blocked: readonly string[];
  readonly challenge: Challenge | null;
  readonly hours: Hours | null;
  readonly greeting: Speech | null;
  /** Conversations are recorded, but not of callers from `exceptFrom` (ISO 3166). */
  readonly record: { readonly notice: Speech; readonly exceptFrom: readonly string[] } | null;
  readonly menu: Menu | null;
  readonly ring: Ring;
  /** Rung when nobody picked up. */
  readonly fallback: string | null;
  readonly voicemail: { readonly prompt: Speech; readonly maxSeconds: number } | null;
};

/** A flow and the numbers it is for: target numbers, or tracking numbers, which come first. */
export type NamedFlow = Flow & { readonly name: string; readonly numbers: readonly string[] };

export const USUAL_RING: Ring = {
  phones: [],
  how: 'in order',
  ringSeconds: 30,
  callerId: 'caller',
  whisper: null,
};

/** Of calls to a number that no flow is for. */
export const USUAL_FLOW: Flow = {
  blocked: [],
  challenge: null,
  hours: null,
  greeting: null,
  record: null,
  menu: null,
  ring: USUAL_RING,
  fallback: null,
  voicemail: null,
};

/** The flow of the number dialled, else that of the target it stands for. */
export function flowFor(
  flows: readonly NamedFlow[],
  number: string | undefined,
  target: string,
): Flow {
  const of = (wanted: string | undefined) =>
    flows.find(({ numbers }) => wanted !== undefined && numbers.includes(wanted));
  return of(number) ?? of(target) ?? USUAL_FLOW;
}

/** Every part of a flow that rings somebody, with its place in the flow. */
export function ringsOf({ ring, hours, menu }: Flow): (readonly [place: string, ring: Ring])[] {
  return [
    ['ring', ring],
    ...(hours?.ring ? [['hours.ring', hours.ring] as const] : []),
    ...Object.entries(menu?.choices ?? {}).map(
      ([key, choice]) => [`menu.choices.${key}`, choice] as const,
    ),
  ];
}
