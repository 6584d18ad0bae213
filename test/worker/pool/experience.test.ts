import { expect, it } from 'vitest';
import { ID_RANDOM_BYTES, newId } from '../../../worker/domain/ids.ts';
import type { StoredEvidence } from '../../../worker/domain/matching/stored-evidence.ts';
import { DAY } from '../../../worker/domain/time.ts';
import { experienceOf } from '../../../worker/pool/experience.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { withTables } from '../support/old-history.ts';

const NUMBERS = 10;
const DAYS = 20;
const NOW = Date.UTC(2026, 10, 28, 12);

/** Calls of twenty days, so many a day, each to be told by its `redials`: how many came before it. */
async function experienceWith(callsADay: number) {
  const site = await makeSite(definePool(NUMBERS, 300));
  const pause = DAY / callsADay;
  return withTables(site, (tables) => {
    for (let call = 0; call < DAYS * callsADay; call++) {
      const id = newId(NOW - DAYS * DAY + (call + 0.5) * pause, new Uint8Array(ID_RANDOM_BYTES));
      const evidence: StoredEvidence = {
        ...{ cell: 0, sources: [], visits: [], earlier: null, stranger: 1 },
        redials: call,
      };
      tables.sql.exec(
        `INSERT INTO calls (provider, provider_call_id, id, events, summary, match, rev, evidence)
         VALUES ('twilio', ?, ?, '[]', '{}', '{}', 0, ?)`,
        `call ${call}`,
        id,
        JSON.stringify(evidence),
      );
    }
    // The first visit, which says since when calls may have come.
    tables.sql.exec(
      `INSERT INTO leases (id, session_id, visitor_id, number, started_at, last_seen_at, hold_seconds, rev)
       VALUES ('0', '0', '0', '', ?, ?, 300, 0)`,
      NOW - DAYS * DAY,
      NOW - DAYS * DAY,
    );
    const { calls, numberSeconds } = experienceOf(tables, NOW, () => 0);
    const drawn = calls.map(({ stranger }) => stranger.redials).sort((a, b) => a - b);
    return { drawn, days: (numberSeconds * 1_000) / NUMBERS / DAY };
  });
}

it('a curve is learned from all calls, and all the time, while they are few', async () => {
  const { drawn, days } = await experienceWith(50);
  expect(drawn).toHaveLength(50 * DAYS);
  expect(days).toBeCloseTo(DAYS, 3);
});

it('a curve is learned from the latest two thousand where those are of more than a week', async () => {
  const { drawn, days } = await experienceWith(200);
  expect(drawn).toHaveLength(2_000);
  expect(drawn.at(0)).toBe(200 * DAYS - 2_000);
  expect(days).toBeCloseTo(10, 1);
});

it('a curve is learned from a draw of a busy week, and as large a part of its time', async () => {
  const { drawn, days } = await experienceWith(600);
  expect(drawn).toHaveLength((7 * 600) / 3);
  expect(new Set(drawn.slice(1).map((call, at) => call - (drawn[at] ?? 0)))).toEqual(new Set([3]));
  expect(drawn.at(0)).toBeLessThan(600 * (DAYS - 7) + 3);
  expect(days).toBeCloseTo(7 / 3, 2);
});
