import { parseArgs } from 'node:util';
import { type SoakResult, soak } from './soak.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    clients: { type: 'string', default: '16' },
    json: { type: 'boolean', default: false },
  },
});

const result = await soak(positive('seconds'), positive('clients'));
const { restarts, drainedAfterMs, breaches } = result;
const rows = result.sites.map(countsOf);

if (values.json) console.log(JSON.stringify({ rows, restarts, drainedAfterMs, breaches }, null, 2));
else {
  console.table(
    rows.map(({ site, promises, unanswered, ...counts }) => ({
      site,
      ...Object.fromEntries(
        Object.entries(counts).map(([what, { told, kept }]) => [what, `${told} / ${kept}`]),
      ),
      promises,
      unanswered,
    })),
  );
  console.log(
    `Told / in D1. ${restarts} restarts; D1 had everything ${(drainedAfterMs / 1_000).toFixed(1)} s after the end.`,
  );
  for (const breach of breaches) console.error(breach);
  if (breaches.length === 0) console.log('Nothing is lost, and nothing is doubled.');
}
process.exit(breaches.length === 0 ? 0 : 1);

/** What was told beside what D1 has, which may have more: a request that was never answered, a lease begun anew. */
function countsOf({ site, told, record }: SoakResult['sites'][number]) {
  const taps = record.sessions.flatMap(({ journey }) =>
    journey.filter(({ type }) => type === 'tap'),
  );
  return {
    site: site.key,
    sessions: { told: told.sessions.size, kept: record.sessions.length },
    leases: { told: told.leases.size, kept: record.leases.length },
    taps: { told: told.taps.size, kept: taps.length },
    calls: { told: told.calls.size, kept: record.calls.length },
    /** How often a visitor was told that a number is theirs alone. */
    promises: told.promised.length,
    unanswered: told.unanswered.visits + told.unanswered.taps + told.unanswered.calls,
  };
}

function positive(name: 'seconds' | 'clients'): number {
  const number = Number(values[name]);
  if (number > 0) return number;
  console.error(`--${name} ${values[name]} is no number above zero.`);
  process.exit(1);
}
