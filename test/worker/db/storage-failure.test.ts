import { env } from 'cloudflare:test';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openDatabase } from '../../../worker/db/client.ts';
import { isStorageFailure } from '../../../worker/db/storage-failure.ts';

const errorOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  );

it('D1 out of reach is a failure of storage', async () => {
  const broken = { prepare: () => ({ bind: () => ({ run: lost }) }) } as unknown as D1Database;
  const error = await errorOf(openDatabase(broken).run(sql`SELECT 1`));
  expect(isStorageFailure(error)).toBe(true);
});

it('a batch that D1 did not do is a failure of storage', () => {
  expect(isStorageFailure(new Error('D1_ERROR: D1 DB is overloaded.'))).toBe(true);
});

it('a wrong statement is our own fault', async () => {
  const query = errorOf(openDatabase(env.DB).run(sql`SELECT nothing FROM nowhere`));
  const batch = errorOf(env.DB.batch([env.DB.prepare('SELECT nothing FROM nowhere')]));
  expect((await Promise.all([query, batch])).map(isStorageFailure)).toEqual([false, false]);
});

it('what never asked D1 is no failure of storage', () => {
  expect([new TypeError('undefined'), 'text', null].map(isStorageFailure)).toEqual([
    false,
    false,
    false,
  ]);
});

function lost(): Promise<never> {
  return Promise.reject(new Error('Network connection lost.'));
}
