import { expect, it } from 'vitest';
import { ask, PUBLIC_URL } from '../support/ask.ts';
import { makeSite, numbers, putSecrets, TARGET } from '../support/make-site.ts';
import { CALLER } from '../support/phone.ts';
import { readAll } from '../support/read-reports.ts';

const [NUMBER = ''] = numbers(1);

function tell(key: string, at: string, login: string, properties: object) {
  return ask(`/v1/calls/bandwidth/${key}${at}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(login)}` },
    body: JSON.stringify({ callId: 'c-1', from: CALLER, to: NUMBER, ...properties }),
  });
}

it("connects Bandwidth's caller to the target, and is told what came of it under the new login", async () => {
  const site = await makeSite();
  await putSecrets(site.key, 'bandwidth', ['old:one', 'new:one']);
  const initiated = await tell(site.key, '', 'old:one', { eventType: 'initiate' });
  const bxml = await initiated.text();
  expect(bxml).toContain(`>${TARGET}</PhoneNumber>`);
  expect(bxml).toContain(
    `transferCompleteUrl="${PUBLIC_URL}/v1/calls/bandwidth/${site.key}/dial-ring-0" username="new" password="one"`,
  );
  expect(bxml).not.toContain('old');

  const complete = { eventType: 'transferComplete', cause: 'busy' };
  expect((await tell(site.key, '/dial-ring-0', 'old:two', complete)).status).toBe(403);
  const over = await tell(site.key, '/dial-ring-0', 'new:one', complete);
  expect(await over.text()).toContain('<Response/>');
  expect(await readAll(site, 'calls')).toMatchObject([
    { number: NUMBER, caller: CALLER, outcome: 'busy' },
  ]);
});
