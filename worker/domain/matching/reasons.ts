import { DAY, type EpochMs, HOUR, MINUTE, SECOND } from '../time.ts';
import type { EarlierCall, Known, Rung } from './gather-evidence.ts';
import { type Holder, SILENT_AFTER } from './holder.ts';
import { TAP_MATTERS } from './traits.ts';
import { NOBODY, sourceShares, type Verdict } from './verdict.ts';

/** Why a call was matched as it was, in plain sentences for the site owner. */
export function reasonsFor(rung: Rung, known: Known, verdict: Verdict): string[] {
  const { band, candidates, stranger, source } = verdict;
  const [best] = candidates;
  if (band === 'unattributed' || best === undefined) {
    const why = isKnownStranger(rung, known.ofCaller)
      ? 'the same phone had called this number before, and no visit explained that either'
      : 'none of the visitors who were shown the number was there recently enough';
    return [`Most likely no visit caused this call (${percent(stranger)}): ${why}.`];
  }
  const session = known.holders.find(({ sessionId }) => sessionId === best.sessionId);
  return [
    ...howMany(rung.at, known, best.visitorId),
    ...whatTheyDid(rung.at, session),
    ...whatThePhoneSays(rung, known, best.visitorId),
    ...(source === null
      ? []
      : [
          `Who it was is open, the source is not: ${percent(sourceShares(verdict).get(source) ?? 0)} ${source}.`,
        ]),
  ];
}

/** Whether it is likelier than not that no visit had caused an earlier call from the same phone. */
function isKnownStranger({ number }: Rung, ofCaller: readonly EarlierCall[]): boolean {
  return ofCaller.some((call) => call.number === number && call.stranger >= NOBODY);
}

function howMany(at: EpochMs, { holders, earlier }: Known, best: string): string[] {
  const visitors = (since: number) =>
    new Set(
      holders.filter(({ startedAt }) => at - startedAt <= since).map(({ visitorId }) => visitorId),
    );
  const all = visitors(Number.POSITIVE_INFINITY).size;
  if (all === 1 && earlier === null) return ['Only visitor who was shown this number.'];
  for (const [since, span] of [
    [HOUR, 'hour'],
    [DAY, 'day'],
  ] as const) {
    const those = visitors(since);
    const were = `shown this number in the last ${span}.`;
    if (those.size > 1) return [`${those.size} visitors were ${were}`];
    if (those.size === 1) {
      return [those.has(best) ? `Only visitor who was ${were}` : `Another visitor was ${were}`];
    }
  }
  const before = (earlier ?? []).reduce((sum, count) => sum + count, 0);
  return [
    `${Math.round(all + before)} visitors were shown this number, none of them in the last day.`,
  ];
}

function whatTheyDid(at: EpochMs, session: Holder | undefined): string[] {
  if (session === undefined) return [];
  const { tappedAt, left, lastSeenAt, movedOnAt } = session;
  const sinceTap = tappedAt === null ? Number.POSITIVE_INFINITY : at - tappedAt;
  if (sinceTap >= 0 && sinceTap <= TAP_MATTERS) {
    return [`Tapped the number ${duration(sinceTap)} before the call.`];
  }
  const silence = at - lastSeenAt;
  const was =
    silence <= (left ? 0 : SILENT_AFTER)
      ? 'On the site at the time.'
      : `${left ? 'Left' : 'Last seen'} ${duration(silence)} before the call.`;
  const moved = movedOnAt !== null && movedOnAt <= at;
  return moved ? [was, 'Had been shown another number since.'] : [was];
}

function whatThePhoneSays(
  { number }: Rung,
  { givenBy, ofCaller }: Known,
  visitorId: string,
): string[] {
  if (givenBy === visitorId) return ['Gave the number of this phone on the site.'];
  if (ofCaller.length === 0) return [];
  const before = ofCaller.filter(({ suspects }) =>
    suspects.some((suspect) => suspect.visitorId === visitorId),
  );
  if (before.length === 0) {
    return ofCaller.every(({ stranger }) => stranger >= NOBODY)
      ? ['The same phone called before, most likely for no visit.']
      : ['The same phone called before, for another visit.'];
  }
  return before.some((call) => call.number !== number)
    ? ['The same phone had called another number of the site that this visitor was shown.']
    : ['The same phone had called before, for this visitor.'];
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function duration(ms: number): string {
  const [unit, name] =
    ms < 2 * MINUTE
      ? ([SECOND, 'second'] as const)
      : ms < 2 * HOUR
        ? ([MINUTE, 'minute'] as const)
        : ms < 2 * DAY
          ? ([HOUR, 'hour'] as const)
          : ([DAY, 'day'] as const);
  const count = Math.max(0, Math.round(ms / unit));
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
