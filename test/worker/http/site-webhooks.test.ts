import { createExecutionContext, env } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import deployed from '../../../worker/index.ts';
import { ADMIN_KEY, ask, askAsAdmin, bearer, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { makeSite } from '../support/make-site.ts';

const WEBHOOK = { url: 'https://www.example.com/ringtrace', events: ['call.missed'] };

async function create(key: string, change: Record<string, unknown> = {}): Promise<Response> {
  return askAsAdmin('POST', `/api/v1/sites/${key}/webhooks`, { ...WEBHOOK, ...change });
}

describe('a webhook is refused', () => {
  it.each([
    ['of an address that is none', { url: 'nowhere' }],
    ['of plain http', { url: 'http://www.example.com/' }],
    ['of a private address', { url: 'https://10.0.0.1/' }],
    ['of an event that there is not', { events: ['call.began'] }],
    ['of no event', { events: [] }],
    ['with a word that is not known', { secret: 'mine' }],
  ])('%s', async (_, change) => {
    const { key } = await makeSite();
    const refusal = await refusalOf(await create(key, change));
    expect(refusal).toMatchObject({ status: 400, code: 'body_invalid' });
    expect(refusal.detail).toBeTruthy();
  });

  it('beyond five of one site', async () => {
    const { key } = await makeSite();
    for (let made = 0; made < 5; made++) expect((await create(key)).status).toBe(200);
    expect(await refusalOf(await create(key))).toMatchObject({
      status: 400,
      detail: 'A site has 5 webhooks at most; delete one first.',
    });
  });

  it('that is changed to a private address', async () => {
    const { key } = await makeSite();
    const { id } = await (await create(key)).json<{ id: string }>();
    const path = `/api/v1/sites/${key}/webhooks/${id}`;
    const response = await askAsAdmin('PATCH', path, { url: 'https://169.254.169.254/' });
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });

  it('on the developer’s own machine, where deployed', async () => {
    const { key } = await makeSite();
    const url = 'http://localhost:3000/';
    expect((await create(key, { url })).status).toBe(200);
    const request = new Request(`${PUBLIC_URL}/api/v1/sites/${key}/webhooks`, {
      method: 'POST',
      headers: { ...bearer(ADMIN_KEY), 'content-type': 'application/json' },
      body: JSON.stringify({ ...WEBHOOK, url }),
    });
    const response = await deployed.fetch(request, env, createExecutionContext());
    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
  });
});

describe('a webhook of nobody, or of another site,', () => {
  it.each([
    ['PATCH', '', { active: false }],
    ['DELETE', '', undefined],
    ['POST', '/secret', undefined],
    ['POST', '/retry', undefined],
  ])('is not known to %s %s', async (method, path, body) => {
    const [site, other] = [await makeSite(), await makeSite()];
    const { id } = await (await create(other.key)).json<{ id: string }>();
    for (const each of ['nobody', id]) {
      const address = `/api/v1/sites/${site.key}/webhooks/${each}${path}`;
      const response = await askAsAdmin(method, address, body);
      expect(await refusalOf(response)).toMatchObject({ status: 404, code: 'webhook_unknown' });
    }
  });
});

it('webhooks are a matter of the admin key', async () => {
  const { key, apiKey } = await makeSite();
  const response = await ask(`/api/v1/sites/${key}/webhooks`, { headers: bearer(apiKey) });
  expect(response.status).toBe(401);
});
