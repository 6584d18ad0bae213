import { learningRounds } from '../domain/matching/learn-curve.ts';
import { shouldLearn } from '../domain/matching/should-learn.ts';
import type { EpochMs } from '../domain/time.ts';
import type { CommitQueue } from './commit-queue.ts';
import { callsToLearnFrom, experienceOf } from './experience.ts';
import type { PoolTables } from './tables.ts';

/**
 * Learns the site's time-to-call curve anew, if it is time. A round of it takes milliseconds; visits and calls come in
 * between.
 */
export async function learn(
  tables: PoolTables,
  commits: CommitQueue,
  now: () => EpochMs,
): Promise<void> {
  const { sql, curves } = tables;
  const calls = callsToLearnFrom(sql);
  if (!shouldLearn(calls, curves.latest(), now())) return;
  const experience = await commits.run((at) => experienceOf(tables, at, Math.random));
  const rounds = learningRounds(experience);
  let round = rounds.next();
  while (!round.done) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    round = rounds.next();
  }
  const curve = round.value;
  await commits.run((at) => curves.save(curve, calls, at));
}
