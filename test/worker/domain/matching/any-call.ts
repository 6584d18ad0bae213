import fc from 'fast-check';
import type { EarlierCall, Known } from '../../../../worker/domain/matching/gather-evidence.ts';
import type { Holder } from '../../../../worker/domain/matching/holder.ts';
import { BIN_COUNT } from '../../../../worker/domain/matching/log-bins.ts';
import { DAY, HOUR, MINUTE } from '../../../../worker/domain/time.ts';
import { DEVICES } from '../../../../worker/domain/visits/device.ts';
import { earlierCall, holder, known, NOW, NUMBER, OTHER_NUMBER } from './make-call.ts';

/** Seconds to weeks: times matter by their order of magnitude. */
export const anyWhile = fc.oneof(fc.nat(2 * MINUTE), fc.nat(3 * HOUR), fc.nat(30 * DAY));

const VISITORS = ['ada', 'bob', 'eve', 'joe'];
/** One that nobody visited the site by, one of a name that every object has. */
const SOURCES = ['google', 'bing', 'constructor', ''];

/** A session that began before the call, by any of a few visitors. */
export const anyHolder: fc.Arbitrary<Holder> = fc
  .record({
    visitorId: fc.constantFrom(...VISITORS),
    source: fc.constantFrom(...SOURCES),
    device: fc.constantFrom(...DEVICES, null),
    ago: anyWhile,
    stayed: fc.oneof(fc.nat(3 * MINUTE), fc.nat(HOUR)),
    left: fc.boolean(),
    tapAfter: fc.option(fc.nat(3 * MINUTE)),
    movedOnAfter: fc.option(anyWhile, { freq: 4 }),
    /** What is told late may be of after the call. */
    heardLater: fc.boolean(),
  })
  .map(({ visitorId, source, device, ago, stayed, left, tapAfter, movedOnAfter, heardLater }) => {
    const startedAt = NOW - ago;
    const after = (since: number | null) => (since === null ? null : startedAt + since);
    const lastSeenAt = startedAt + stayed;
    return holder({
      visitorId,
      source,
      device,
      startedAt,
      lastSeenAt: heardLater ? lastSeenAt : Math.min(NOW, lastSeenAt),
      left,
      tappedAt: after(tapAfter),
      movedOnAt: after(movedOnAfter),
    });
  });

/** Each with an id of its own, in the order in which they began, as all ids are. */
const anyHolders: fc.Arbitrary<Holder[]> = fc
  .array(anyHolder, { maxLength: 8 })
  .map((holders) =>
    holders
      .toSorted((a, b) => a.startedAt - b.startedAt)
      .map((each, index) => ({ ...each, sessionId: `session ${index}` })),
  );

const anyEarlierCall = fc
  .record({
    ago: anyWhile,
    number: fc.constantFrom(NUMBER, OTHER_NUMBER),
    visitorId: fc.constantFrom(...VISITORS, 'somebody erased'),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(
    ({ ago, number, visitorId, share }): EarlierCall =>
      earlierCall(visitorId, ago, {
        number,
        suspects: [{ visitorId, probability: share }],
        stranger: 1 - share,
      }),
  );

/** No two in the same moment. */
const anyEarlierCalls = fc.uniqueArray(anyEarlierCall, { maxLength: 4, selector: ({ at }) => at });

/** Whatever may be known of a call by the same or another caller. */
export const anyKnown: fc.Arbitrary<Known> = fc
  .record({
    holders: anyHolders,
    earlier: fc.option(fc.array(fc.nat(1_000), { minLength: BIN_COUNT, maxLength: BIN_COUNT }), {
      freq: 3,
    }),
    ofCaller: anyEarlierCalls,
    ofOthers: anyEarlierCalls.map((calls) =>
      calls.map((call, index) => ({ ...call, caller: index % 2 ? null : `phone ${index}` })),
    ),
    givenBy: fc.option(fc.constantFrom(...VISITORS), { freq: 3 }),
    callsPerSecond: fc.constantFrom(0, 1e-7, 1e-4, 0.1),
  })
  .map(({ holders, ...rest }) => known(holders, rest));
