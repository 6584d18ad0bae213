import { assessSpam } from '../domain/spam/assess-spam.ts';
import { spamFacts } from '../domain/spam/spam-facts.ts';
import type { Callers } from './callers.ts';
import type { StoredCall } from './stored-call.ts';

type Told = Omit<StoredCall, 'spam'>;

/**
 * How likely spam a call is, by itself and by what its caller did before; and those later calls of the caller for
 * which the news of this one counts. So it does not matter which of their events comes first.
 */
export function assessCalls(
  callers: Callers,
  told: Told,
): { readonly call: StoredCall; readonly later: readonly StoredCall[] } {
  const { caller, startedAt } = told.summary;
  const around = caller === null ? [] : callers.callsAround(caller.hash, startedAt);
  const others = around.filter((other) => !isSame(other, told));
  const all = [told, ...others];
  return {
    call: { ...told, spam: assess(told, all) },
    later: others.flatMap((other) => {
      if (other.summary.startedAt < startedAt) return [];
      const spam = assess(other, all);
      return JSON.stringify(spam) === JSON.stringify(other.spam) ? [] : [{ ...other, spam }];
    }),
  };
}

function assess(call: Told, all: readonly Told[]) {
  const others = all.filter((other) => !isSame(other, call));
  return assessSpam(
    spamFacts(
      call.summary,
      others.map(({ summary }) => summary),
    ),
  );
}

function isSame(a: Told, b: Told): boolean {
  return a.provider === b.provider && a.providerCallId === b.providerCallId;
}
