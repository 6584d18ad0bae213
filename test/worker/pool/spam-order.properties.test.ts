import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CallEvent } from '../../../worker/domain/calls/call-event.ts';
import type { SealedCaller } from '../../../worker/domain/calls/sealed-caller.ts';
import { HOUR, SECOND } from '../../../worker/domain/time.ts';
import { localClock } from '../../../worker/local/clock.ts';
import { makeSite, numbers } from '../support/make-site.ts';
import { ownRows, poolOf } from '../support/pool.ts';

type Told = { readonly call: number; readonly event: CallEvent<SealedCaller> };

let callers = 0;

/** A caller's calls of two hours: when each began, how long it lasted, and in which order all that was told. */
const story = fc
  .array(fc.record({ after: fc.nat(2 * 3_600), talkSeconds: fc.nat(12), number: fc.nat(4) }), {
    minLength: 2,
    maxLength: 5,
  })
  .chain((calls) => {
    const all = calls.flatMap((_, call) => [2 * call, 2 * call + 1]);
    return fc.record({
      calls: fc.constant(calls),
      order: fc.shuffledSubarray(all, { minLength: all.length }),
      repeated: fc.subarray(all),
    });
  });

it('calls of one caller come to the same scores in whatever order and however often they are told', async () => {
  const site = await makeSite();
  const start = localClock.now() - 3 * HOUR;
  /** The scores, call by call, once all was told to the pool as of a caller nobody has heard of. */
  const scoresOf = async (told: (caller: SealedCaller) => Told[]) => {
    callers += 1;
    const provider = `caller-${callers}`;
    for (const { call, event } of told({ hash: provider, sealed: 'sealed' })) {
      const news = { provider, providerCallId: String(call), events: [event] };
      await poolOf(site).call({ ...news, inventoryVersion: 0 });
    }
    const rows = await ownRows<{ spam: string }>(
      site,
      `SELECT spam FROM calls WHERE provider = '${provider}' ORDER BY provider_call_id`,
    );
    return rows.map(({ spam }) => JSON.parse(spam));
  };

  await fc.assert(
    fc.asyncProperty(story, async ({ calls, order, repeated }) => {
      const events = (caller: SealedCaller): Told[] =>
        calls.flatMap(({ after, talkSeconds, number }, call) => {
          const at = start + after * SECOND;
          const common = { clock: 'provider', caller, number: numbers(5)[number] ?? '' } as const;
          const step = { type: 'dialled', result: 'answered', talkSeconds } as const;
          return [
            { call, event: { id: 'received', at, ...common, step: { type: 'received' } } },
            { call, event: { id: 'dialled', at: at + talkSeconds * SECOND, ...common, step } },
          ];
        });
      const inOrder = await scoresOf(events);
      const shuffled = await scoresOf((caller) =>
        [...order, ...repeated].flatMap((index) => events(caller)[index] ?? []),
      );
      expect(shuffled).toEqual(inOrder);
    }),
    { numRuns: 25 },
  );
});
