import { describe, expect, it } from 'vitest';
import { type EpochMs, MINUTE } from '../../../worker/domain/time.ts';
import type { Row } from '../../../worker/pool/rows.ts';
import { WriteBehind } from '../../../worker/pool/write-behind.ts';

const STEP = 5 * MINUTE;

/** A session with its first lease, or only one of them. */
const row = (seenAt: { lease?: EpochMs; session?: EpochMs }) =>
  ({
    id: 'row',
    number: '+33199002000',
    lease: seenAt.lease === undefined ? null : { lastSeenAt: seenAt.lease },
    session:
      seenAt.session === undefined ? null : { lastSeenAt: seenAt.session, journey: [], touch: {} },
  }) as unknown as Row;

const saved = (...as: Parameters<typeof row>) => {
  const rows = new WriteBehind(STEP);
  rows.loaded(row(...as));
  return rows;
};

describe('a row that memory is ahead of', () => {
  it('waits until a step after it was last seen by what its table has', () => {
    const rows = saved({ lease: 0, session: 0 });
    const seen = row({ lease: 2 * MINUTE, session: 2 * MINUTE });
    expect(rows.isDue(seen, 2 * MINUTE)).toBe(false);
    rows.put(seen, 2 * MINUTE, false);
    expect(rows.due(STEP - 1, 60 * MINUTE)).toEqual([]);
    expect(rows.due(STEP, 60 * MINUTE)).toEqual([seen]);
  });

  it('waits no longer for its lease because its session was saved meanwhile', () => {
    const rows = saved({ lease: 0, session: 4 * MINUTE });
    const seen = row({ lease: 6 * MINUTE, session: 6 * MINUTE });
    expect(rows.isDue(seen, 6 * MINUTE)).toBe(true);
  });

  it('is not saved with each page view because its first lease is long over', () => {
    const rows = saved({ lease: 0, session: 20 * MINUTE });
    expect(rows.isDue(row({ lease: 0, session: 22 * MINUTE }), 22 * MINUTE)).toBe(false);
  });

  it('is saved at once where its table has none of it', () => {
    expect(new WriteBehind(STEP).isDue(row({ session: 0 }), 0)).toBe(true);
  });

  it('of a further lease waits by that alone', () => {
    const rows = saved({ lease: 0 });
    expect(rows.isDue(row({ lease: 2 * MINUTE }), 2 * MINUTE)).toBe(false);
    expect(rows.isDue(row({ lease: STEP }), STEP)).toBe(true);
  });
});
