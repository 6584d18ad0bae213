import { expect, it } from 'vitest';
import { PERSISTENCE_STEP } from '../../../worker/domain/leases/lease.ts';
import { SECOND } from '../../../worker/domain/time.ts';
import type { PoolVisit, PoolVisitReply } from '../../../worker/pool/messages.ts';
import { firstSwap, openBrowser, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { dumpD1, dumpPool, evict, ownRows, poolOf } from '../support/pool.ts';
import { poolVisit } from '../support/pool-visit.ts';
import { readAll, readOne } from '../support/read-reports.ts';

const POISON_VIEW = 'the-poison-view';
const POISON_AT = 20;
const VISITS = 50;

/** A visit that the object can receive and decide, and cannot write down: JSON has no such number. */
function poisonVisit(): PoolVisit {
  const { touch } = poolVisit();
  return poolVisit({
    view: POISON_VIEW,
    touch: { ...touch, campaign: 1n as unknown as string },
  });
}

/** Fifty new visitors at once, one of whom is poison. */
function fiftyAtOnce(site: TestSite): Promise<PromiseSettledResult<PoolVisitReply>[]> {
  const pool = poolOf(site);
  return Promise.allSettled(
    Array.from({ length: VISITS }, (_, index) =>
      pool.visit(index === POISON_AT ? poisonVisit() : poolVisit()),
    ),
  );
}

function grantsOf(outcomes: readonly PromiseSettledResult<PoolVisitReply>[]) {
  return outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value.ok ? outcome.value.leases : [],
  );
}

it('a poison visit among fifty fails alone, and nobody hangs', async () => {
  const site = await makeSite(definePool(VISITS - 1));
  const outcomes = await fiftyAtOnce(site);
  const failed = outcomes.flatMap(({ status }, index) => (status === 'rejected' ? [index] : []));
  expect(failed).toEqual([POISON_AT]);
  expect(grantsOf(outcomes).map(({ grade }) => grade)).toEqual(Array(VISITS - 1).fill('own'));
});

it('the number that a poison visit would have got goes to the next visitor', async () => {
  const site = await makeSite(definePool(VISITS - 1));
  const outcomes = await fiftyAtOnce(site);
  expect(grantsOf(outcomes).map(({ number }) => number)).toEqual(numbers(VISITS - 1));
});

it('a poison visit leaves no trace in the tables, and none in D1', async () => {
  const site = await makeSite(definePool(VISITS));
  await fiftyAtOnce(site);
  const kept = await ownRows(site, 'SELECT number, session_id FROM leases');
  expect(kept).toHaveLength(VISITS - 1);
  expect(await readAll(site, 'sessions')).toHaveLength(VISITS - 1);
  expect(await readAll(site, 'leases')).toHaveLength(VISITS - 1);
  expect(await dumpPool(site)).not.toContain(POISON_VIEW);
  expect(await dumpD1()).not.toContain(POISON_VIEW);
});

it('a poison visit leaves no trace in memory: its view, come again unspoilt, is a new visit', async () => {
  const site = await makeSite(definePool(VISITS));
  await fiftyAtOnce(site);
  const [free] = (await poolOf(site).numbers()).filter(({ phase }) => phase === 'free');
  const again = await poolOf(site).visit(poolVisit({ view: POISON_VIEW }));
  expect(again).toMatchObject({ ok: true, leases: [{ number: free?.number, grade: 'own' }] });
  await evict(site);
  expect(await readAll(site, 'sessions')).toHaveLength(VISITS);
});

it('what the others were given outlasts the object’s memory', async () => {
  const site = await makeSite(definePool(VISITS - 1));
  await fiftyAtOnce(site);
  await evict(site);
  expect(firstSwap(await visit(site)).grade).toBe('none');
});

it('a poison visit that would have shared a number leaves it to its holder alone', async () => {
  const site = await makeSite(definePool(1, 300, { share: true }));
  const holder = openBrowser(site);
  await holder.visit();
  const [outcome] = await Promise.allSettled([poolOf(site).visit(poisonVisit())]);
  expect(outcome.status).toBe('rejected');
  expect(await readOne(site, 'leases')).toMatchObject({
    session: holder.sessionId,
    grade: 'own',
  });
  expect(firstSwap(await holder.visit()).grade).toBe('own');
  await evict(site);
  expect(firstSwap(await holder.visit()).grade).toBe('own');
});

it('a poison visit is not counted among the arrivals', async () => {
  const site = await makeSite(definePool(VISITS));
  await fiftyAtOnce(site);
  await advance(PERSISTENCE_STEP / SECOND);
  const hours = await ownRows<{ counts: string }>(site, 'SELECT counts FROM pool_hours');
  const arrivals = hours.map(({ counts }): number => JSON.parse(counts).arrivals);
  expect(arrivals.reduce((sum, count) => sum + count, 0)).toBe(VISITS - 1);
});
