import { expect, it } from 'vitest';
import { firstSwap, openBrowser, visit } from '../support/browser.ts';
import { advance } from '../support/local.ts';
import { definePool, makeSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import { readOne } from '../support/read-reports.ts';

it('one who stays among very many who left keeps the number through an eviction', async () => {
  const site = await makeSite(definePool(1, 300, { share: true }));
  const stays = openBrowser(site);
  await stays.visit();
  await stays.send({ type: 'renew' });
  for (let batch = 0; batch < 11; batch++) {
    await Promise.all(Array.from({ length: 10 }, () => visit(site)));
  }
  await advance(200);
  await stays.send({ type: 'renew' });
  await advance(110);
  await stays.send({ type: 'renew' });
  await advance(200);
  await evict(site);
  expect(firstSwap(await visit(site)).grade).toBe('shared');
  expect((await stays.send({ type: 'renew' })).status).toBe(204);
});

it('a call names all of very many who share its number', async () => {
  const site = await makeSite(definePool(1, 300, { share: true }));
  let number = '';
  for (let batch = 0; batch < 8; batch++) {
    const replies = await Promise.all(Array.from({ length: 10 }, () => visit(site)));
    number = firstSwap(replies[0] as (typeof replies)[number]).number.e164;
  }
  await ring(site, number);
  expect((await readOne(site, 'calls')).match.candidates).toHaveLength(80);
});
