import { PERSISTENCE_STEP } from '../../../../worker/domain/leases/lease.ts';
import type { Match } from '../../../../worker/domain/matching/match.ts';
import type { EpochMs } from '../../../../worker/domain/time.ts';
import { SECOND } from '../../../../worker/domain/time.ts';
import { type Breaches, span } from './breaches.ts';
import { type Call, startOf } from './phone.ts';
import type { Given, Promises, Shown } from './promises.ts';

/** A call told later than this is matched by history alone. */
const AT_ONCE = 5 * SECOND;

/**
 * A call to a number that somebody is shown has to have them among its candidates, and to be somebody's while
 * nobody else has the number: theirs, or that of somebody who had it moments before.
 *
 * @param restarts when objects have stopped: renewals from before may be lost for one persistence step.
 * @param unanswered when visits were sent that got no answer, and may have got a number or not.
 */
export function checkMatch(
  breaches: Breaches,
  promises: Promises,
  call: Call,
  match: Match,
  now: EpochMs,
  restarts: readonly EpochMs[],
  unanswered: readonly EpochMs[],
): void {
  const { number } = call;
  const at = startOf(call);
  const late = now - at > AT_ONCE;
  const surelyUntil = ({ seenAt, until }: Shown) =>
    late && restarts.some((restart) => restart >= seenAt) ? until - PERSISTENCE_STEP : until;
  const showing = promises
    .shownBy(number)
    // In one millisecond either may have come first.
    .filter((shown) => shown.since < at && at < surelyUntil(shown));
  const given = promises.given.filter((each) => each.number === number && each.sentAt <= at);

  for (const [visitor, shows] of Map.groupBy(showing, (shown) => shown.visitor)) {
    // Within one millisecond a visitor's sessions have no order, and any of them tells who it was.
    const sessions = new Set(
      given.filter((each) => each.visitor === visitor).map(({ session }) => session),
    );
    const from = Math.min(...shows.map(({ since }) => since));
    if (unanswered.some((sentAt) => sentAt >= from && sentAt <= at)) continue;
    const told = match.candidates.map(({ sessionId }) => sessionId);
    const where = `${call.id} to ${number}, ${span(at, now)} ago`;
    const who = breaches.name('visitor', visitor);
    if (!told.some((session) => sessions.has(session))) {
      breaches.note(`${where}, was not matched to ${who}, who had the number`);
    } else if (isAlone(given, visitor, at) && match.sessionId === null) {
      breaches.note(`${where}, was matched to nobody, though ${who} alone had the number`);
    }
  }
}

/** Whether the visitor was told last that the number is theirs alone, and nobody was given it since. */
function isAlone(given: readonly Given[], visitor: string, at: EpochMs): boolean {
  const own = given.findLast(
    (each) => each.visitor === visitor && each.grade === 'own' && each.since <= at,
  );
  return (
    own !== undefined && given.every((each) => each.visitor === visitor || each.since < own.sentAt)
  );
}
