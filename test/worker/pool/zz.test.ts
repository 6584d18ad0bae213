import { env } from 'cloudflare:test';
import { it } from 'vitest';
import { openWorld } from './model/world.ts';
it('x', async () => {
  const v = (stale: boolean) => ({"type":"visit" as const,"browser":0,"as":"returning" as const,"campaign":"","targets":["first"] as any,stale,"network":null});
  const world = await openWorld(1);
  await world.live([{"type":"act","actions":[v(false)]},{"type":"wait","seconds":17},{"type":"wait","seconds":103},{"type":"act","actions":[v(false)]},{"type":"act","actions":[v(true)]}]);
  await world.checkHistory();
  console.log(JSON.stringify(world.breaches, null, 1));
  for (const t of ['sessions','leases']) console.log(JSON.stringify((await env.DB.prepare(`select * from ${t}`).all()).results, null, 1));
});
