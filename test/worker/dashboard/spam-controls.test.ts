import { describe, expect, it } from 'vitest';
import { refusalOf } from '../support/ask.ts';
import { pressButton, readPage } from '../support/dashboard.ts';
import { makeSite, numbers, type TestSite } from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { latestCall, ringOften } from '../support/spam.ts';

const [NUMBER = ''] = numbers(1);

const page = (site: TestSite, query = '') => readPage(site, `/app/calls${query}`);

async function rungSite() {
  const site = await makeSite();
  await ring(site, NUMBER);
  const { id } = await latestCall(site);
  return { site, id, action: `/app/calls/${id}/spam?limit=5` };
}

const buttons = (html: string) =>
  [...html.matchAll(/<button[^>]*name="(?:spam|block)"[^>]*>([^<]*)</g)].map(([, text]) => text);

describe('the calls page', () => {
  it('says of each call whether it is taken for spam, and why', async () => {
    const site = await makeSite();
    await ringOften(site, NUMBER, 8);
    await latestCall(site);
    const html = await page(site);
    expect(html.match(/>suspected spam</g)).toHaveLength(1);
    expect(html.match(/>spam\?</g)).toHaveLength(7);
    expect(html).toContain('8 calls in the last hour.');
    expect(await page(site, '?spam=only')).not.toContain('7 calls in the last hour.');
    expect(await page(site, '?spam=exclude')).not.toContain('8 calls in the last hour.');
  });

  it('says that nothing is suspected where nothing is', async () => {
    const { site } = await rungSite();
    expect(await page(site, '?spam=only')).toContain('No such calls.');
  });

  it('has a form for each call, which comes back to it', async () => {
    const { site, id, action } = await rungSite();
    const html = await page(site, '?limit=5');
    expect(html).toContain(`<form method="post" action="${action}">`);
    expect(buttons(html)).toEqual(['Mark as spam', 'Mark as no spam', 'Block the caller']);
    const pressed = await pressButton(site, action, { spam: 'true' });
    expect([pressed.status, pressed.headers.get('location')]).toEqual([
      303,
      `/app/calls?limit=5#${id}`,
    ]);
    const after = await page(site);
    expect(after).toContain('>spam</summary>');
    expect(buttons(after)).toEqual(['Mark as no spam', 'Take the mark back', 'Block the caller']);
  });

  it('takes everything back again', async () => {
    const { site, action } = await rungSite();
    await pressButton(site, action, { spam: 'false' });
    await pressButton(site, action, { block: 'true' });
    const said = await page(site);
    expect(said).toContain('>no spam · blocked</summary>');
    expect(buttons(said)).toContain('Let the caller through again');
    await pressButton(site, action, { spam: '' });
    await pressButton(site, action, { block: 'false' });
    expect(await page(site)).toContain('>spam?</summary>');
  });
});

describe('a form is refused', () => {
  it.each([
    ['of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
    ['of a neighbour', { 'sec-fetch-site': 'same-site', origin: 'https://www.example.com' }],
    ['of a browser that says nothing', {}],
    ['of a page without origin', { origin: 'null' }],
  ])('%s', async (_, from) => {
    const { site, action } = await rungSite();
    expect(await refusalOf(await pressButton(site, action, { block: 'true' }, from))).toMatchObject(
      {
        status: 403,
        code: 'form_refused',
      },
    );
    expect((await latestCall(site)).spam.blocked).toBe(false);
  });

  it.each([{}, { spam: 'maybe' }, { block: '' }, { erase: 'true' }])('with %j', async (word) => {
    const { site, action } = await rungSite();
    expect(
      await refusalOf(await pressButton(site, action, word as Record<string, string>)),
    ).toMatchObject({
      status: 400,
      code: 'body_invalid',
    });
  });

  it('without a key, or for the call of another site', async () => {
    const { site, action } = await rungSite();
    const nobody = { ...site, apiKey: 'nobody' };
    expect((await pressButton(nobody, action, { spam: 'true' })).status).toBe(401);
    expect((await pressButton(await makeSite(), action, { spam: 'true' })).status).toBe(404);
  });
});

it('a browser too old to say which site it asks from names the page', async () => {
  const { site, action } = await rungSite();
  const origin = { origin: 'https://calls.example.com' };
  expect((await pressButton(site, action, { spam: 'true' }, origin)).status).toBe(303);
});
