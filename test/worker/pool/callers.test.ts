import { afterEach, expect, it } from 'vitest';
import { breakDown, mendAll } from '../support/local.ts';
import { makeSite } from '../support/make-site.ts';
import { drain, ownRows, poolOf } from '../support/pool.ts';

afterEach(mendAll);

const HASH = 'hash-of-a-caller';
const BLOCKED = { spam: true, isBlocked: true };
const NOTHING = { spam: null, isBlocked: false };

it('remembers what was last said of a caller, and nothing of whom nothing is said any more', async () => {
  const site = await makeSite();
  const pool = poolOf(site);
  expect(await pool.callerWord(HASH)).toEqual(NOTHING);
  await pool.sayOfCaller(HASH, BLOCKED);
  expect(await pool.callerWord(HASH)).toEqual(BLOCKED);
  await pool.sayOfCaller(HASH, { spam: false, isBlocked: false });
  expect(await pool.callerWord(HASH)).toEqual({ spam: false, isBlocked: false });
  await pool.sayOfCaller(HASH, NOTHING);
  expect(await ownRows(site, 'SELECT * FROM caller_words')).toEqual([]);
});

it('takes no word of a caller who is being erased, from whoever still has their call', async () => {
  const site = await makeSite();
  const pool = poolOf(site);
  await breakDown({ d1: true });
  await pool.sayOfCaller(HASH, BLOCKED);
  await pool.forgetCaller(HASH);
  await pool.sayOfCaller(HASH, BLOCKED);
  expect(await pool.callerWord(HASH)).toEqual(NOTHING);
  await mendAll();
  await drain(site);
  expect(await ownRows(site, 'SELECT * FROM erasures')).toEqual([]);
});

it('keeps no word of a site that is erased', async () => {
  const site = await makeSite();
  const pool = poolOf(site);
  await pool.sayOfCaller(HASH, BLOCKED);
  await pool.erase();
  await pool.sayOfCaller(HASH, BLOCKED);
  expect(await pool.callerWord(HASH)).toEqual(NOTHING);
});
