import type { Curve } from '../../matching/curve.ts';
import { gatherEvidence, type Rung } from '../../matching/gather-evidence.ts';
import { learnCurve } from '../../matching/learn-curve.ts';
import { PRIOR_CURVE } from '../../matching/prior-curve.ts';
import { shouldLearn } from '../../matching/should-learn.ts';
import { judge, type Verdict } from '../../matching/verdict.ts';
import { countVisits } from '../../matching/visit-counts.ts';
import { weigh } from '../../matching/weigh.ts';
import { HOUR, SECOND } from '../../time.ts';
import type { Policy, PolicySettings } from '../policy.ts';
import { Allocation } from './allocation.ts';
import { CallLog } from './call-log.ts';
import { exposureOfMany, HolderLog } from './holder-log.ts';

/** What this product does: its own rules of who gets which number and of who is behind a call. */
export function ringtrace(settings: PolicySettings): Policy {
  const allocation = new Allocation(settings);
  const holders = new HolderLog();
  const calls = new CallLog();
  let curve = PRIOR_CURVE;
  let last = { calls: 0, learnedAt: Number.NEGATIVE_INFINITY };

  return {
    view(view) {
      const shown = allocation.view(view);
      if (shown === undefined) return { number: null, own: false };
      const { visitorId, source, at } = view;
      const { number, sessionId } = shown;
      if (shown.begins) holders.begin(number, { sessionId, visitorId, source }, at);
      else holders.seen({ visitorId, at, type: 'view' });
      return { number, own: shown.grade === 'own' };
    },
    seen(sign) {
      allocation.seen(sign);
      holders.seen(sign);
    },
    call(rung) {
      const verdict = explain(rung, holders, calls, curve);
      const { at: now } = rung;
      if (shouldLearn(calls.count, last, now)) {
        curve = learn(settings.numbers.length, now, holders, calls);
        last = { calls: calls.count, learnedAt: now };
      }
      return verdict;
    },
  };
}

function explain(rung: Rung, holders: HolderLog, calls: CallLog, curve: Curve): Verdict {
  const ofCaller = calls.ofCaller(rung.caller);
  const known = holders.holdersAt(rung, ofCaller);
  const since = Math.min(...known.holders.map(({ startedAt }) => startedAt));
  const seconds = (rung.at - (holders.beganAt ?? rung.at) + HOUR) / SECOND;
  const ofOthers = calls.ofOthers(rung, since);
  const callsPerSecond = (calls.firstCalls + 1) / seconds;
  const evidence = gatherEvidence(
    rung,
    { ...known, ofCaller, ofOthers, givenBy: null, callsPerSecond },
    curve,
  );
  const verdict = judge(evidence, weigh(curve, evidence), curve);
  calls.add(rung, evidence, verdict);
  return verdict;
}

function learn(numbers: number, now: number, holders: HolderLog, log: CallLog): Curve {
  const { calls, every, from = holders.beganAt ?? now } = log.toLearnFrom();
  const visits = holders.since(from);
  return learnCurve({
    calls,
    exposure: exposureOfMany(visits, from, now, every),
    redials: log.redials(now),
    visits: countVisits(visits),
    numberSeconds: (numbers * (now - from)) / SECOND / every,
  });
}
