import { type Flow, type Hours, type NamedFlow, type Ring, ringsOf, type Speech } from './flow.ts';

/** What a flow may ask of a provider beyond ringing one number. */
const ABILITIES = [
  'say',
  'play',
  'menu',
  /** To say which question the key answers. */
  'challenge',
  'star and hash keys',
  'several phones',
  'more than eight phones',
  /** To go on when nobody has picked up. */
  'next phone',
  'sip',
  'tracking number as caller id',
  'whisper',
  'record',
  'voicemail',
  'reject',
] as const;
export type Ability = (typeof ABILITIES)[number];
export const ALL_ABILITIES: ReadonlySet<Ability> = new Set(ABILITIES);

export function allAbilitiesBut(...missing: readonly Ability[]): ReadonlySet<Ability> {
  return new Set(ABILITIES.filter((ability) => !missing.includes(ability)));
}

/** The step of a flow that asks for something, and the language, where that is to be spoken. */
type Asked = readonly [step: string, ability: Ability, language?: string];

/** Each thing that a flow asks for. */
function abilitiesAsked(flow: Flow): Asked[] {
  const { blocked, challenge, hours, greeting, record, menu, voicemail } = flow;
  return [
    ...(blocked.length > 0 ? [['blocked', 'reject'] as const] : []),
    ...(challenge
      ? [['challenge', 'challenge'] as const, ...spoken('challenge.prompt', challenge.prompt)]
      : []),
    ...spoken('hours.closed', hours?.closed),
    ...spoken('greeting', greeting),
    ...(record ? [['record', 'record'] as const, ...spoken('record.notice', record.notice)] : []),
    ...(menu ? [['menu', 'menu'] as const, ...spoken('menu.prompt', menu.prompt)] : []),
    ...Object.keys(menu?.choices ?? {})
      .filter((key) => key === '*' || key === '#')
      .map((key) => [`menu.choices.${key}`, 'star and hash keys'] as const),
    ...ringsOf(flow).flatMap(([step, ring]) => askedByRing(step, ring)),
    ...(flow.fallback === null ? [] : [['fallback', 'next phone'] as const]),
    ...(voicemail
      ? [['voicemail', 'voicemail'] as const, ...spoken('voicemail.prompt', voicemail.prompt)]
      : []),
  ];
}

function askedByRing(step: string, ring: Ring): Asked[] {
  return [
    ...(ring.how === 'at once' && ring.phones.length > 1
      ? [[`${step}.how`, 'several phones'] as const]
      : []),
    ...(ring.how === 'at once' && ring.phones.length > 8
      ? [[`${step}.phones`, 'more than eight phones'] as const]
      : []),
    ...(ring.how !== 'at once' && ring.phones.length > 1
      ? [[`${step}.how`, 'next phone'] as const]
      : []),
    ...(ring.phones.some(({ to }) => to.startsWith('sip'))
      ? [[`${step}.phones`, 'sip'] as const]
      : []),
    ...(ring.callerId === 'tracking'
      ? [[`${step}.callerId`, 'tracking number as caller id'] as const]
      : []),
    ...(ring.whisper
      ? [[`${step}.whisper`, 'whisper'] as const, ...spoken(`${step}.whisper`, ring.whisper)]
      : []),
  ];
}

function spoken(step: string, speech: Speech | null | undefined): Asked[] {
  if (!speech) return [];
  return 'play' in speech ? [[step, 'play']] : [[step, 'say', speech.language]];
}

/**
 * What is wrong with flows beyond their shape, as sentences that say what to change.
 *
 * @param ours the numbers that ring here, and what each is
 * @param targets all its target numbers
 */
export function flowProblems(
  flows: readonly NamedFlow[],
  ours: ReadonlyMap<string, string>,
  targets: ReadonlySet<string>,
): string[] {
  const problems: string[] = [];
  const named = new Set<string>();
  const answered = new Map<string, string>();
  for (const flow of flows) {
    const { name, numbers, fallback, hours } = flow;
    if (named.has(name)) problems.push(`Two flows have the name "${name}".`);
    named.add(name);
    for (const number of numbers) {
      const other = answered.get(number);
      if (other !== undefined)
        problems.push(`Flows "${other}" and "${name}" are both for ${number}.`);
      answered.set(number, name);
      if (!ours.has(number) && !targets.has(number)) {
        problems.push(`Flow "${name}" is for ${number}, which is no number of the site.`);
      }
    }
    const rung = ringsOf(flow).flatMap(([step, { phones }]) =>
      phones.map(({ to }) => [`${step}.phones`, to] as const),
    );
    for (const [step, to] of [...rung, ...(fallback ? [['fallback', fallback] as const] : [])]) {
      const what = ours.get(numberIn(to));
      if (what !== undefined) {
        problems.push(
          `Flow "${name}", ${step}: ${to} is ${what}, so calls would go round in circles.`,
        );
      }
    }
    if (hours) problems.push(...hoursProblems(flow, hours));
    if (hours && !isTimeZone(hours.timeZone)) {
      problems.push(
        `Flow "${name}", hours.timeZone: "${hours.timeZone}" is not known; Europe/Paris is.`,
      );
    }
  }
  return problems;
}

/** The number that a SIP URI stands for, where it does: a carrier's gateway rings it like any other. */
function numberIn(phone: string): string {
  return /^sips?:(\+\d+)@/.exec(phone)?.[1] ?? phone;
}

function hoursProblems({ name, voicemail }: NamedFlow, { open, closed, ring }: Hours): string[] {
  const problems = open
    .filter(({ from, to }) => from === to)
    .map(
      ({ from }) =>
        `Flow "${name}", hours.open: from ${from} to ${from} is no time; all day is 00:00 to 24:00.`,
    );
  if (closed || ring || voicemail) return problems;
  return [
    ...problems,
    `Flow "${name}", hours: outside them a caller would hear nothing; add \`closed\`, \`ring\` or a \`voicemail\`.`,
  ];
}

function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

/** What a provider can do for flows. */
type Capabilities = {
  readonly id: string;
  readonly abilities: ReadonlySet<Ability>;
  /** Whether it has a voice for a language (BCP 47); missing where it says so itself. */
  speaks?(language: string): boolean;
};

/** What a provider cannot do of what flows ask of it, naming the step; empty where it can do all. */
export function providerProblems(
  flows: readonly NamedFlow[],
  { id, abilities, speaks = () => true }: Capabilities,
): string[] {
  return flows.flatMap((flow) =>
    abilitiesAsked(flow).flatMap(([step, ability, language]) => {
      const lacking = !abilities.has(ability)
        ? ability
        : language !== undefined && !speaks(language) && `${language}; play a recording`;
      return lacking
        ? [`Flow "${flow.name}", ${step}: calls that come by ${id} cannot have this (${lacking}).`]
        : [];
    }),
  );
}
