import { afterEach, describe, expect, it } from 'vitest';
import { ask, PUBLIC_URL, refusalOf } from '../support/ask.ts';
import { FIREFOX } from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import {
  definePool,
  makeSite,
  numbers,
  ORIGIN,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';
import { ring } from '../support/phone.ts';
import { readAll, readOne } from '../support/read-reports.ts';
import { askAndWatch } from '../support/with-context.ts';

afterEach(mendAll);

const CACHE = 'https://www-example-com.cdn.ampproject.org';
const OWN = { phoneNumber: TARGET, formattedPhoneNumber: '01 99 00 12 34' };

type Query = Record<string, string>;

function pathOf(site: { readonly key: string }, query: Query = {}): string {
  const url = `${ORIGIN}/amp/?utm_source=google&utm_medium=cpc&gclid=abc&secret=1`;
  return `/v1/amp/${site.key}?${new URLSearchParams({ url, ...query })}`;
}

function askAmp(site: { readonly key: string }, query: Query = {}, headers: HeadersInit = {}) {
  return ask(pathOf(site, query), {
    headers: { origin: CACHE, 'user-agent': FIREFOX, ...headers },
  });
}

async function numberFor(site: TestSite, query: Query = {}, headers: HeadersInit = {}) {
  const response = await askAmp(site, query, headers);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response.json<typeof OWN>();
}

describe('the number of an AMP page', () => {
  it('is leased, and written as the country writes it', async () => {
    const site = await makeSite(definePool(1));
    expect(await numberFor(site)).toEqual({
      phoneNumber: '+33199002000',
      formattedPhoneNumber: '01 99 00 20 00',
    });
  });

  it('leads a call to the visit, with what its address says of the source', async () => {
    const site = await makeSite();
    const { phoneNumber } = await numberFor(site, { referrer: 'https://www.google.com/' });
    await ring(site, phoneNumber);
    const session = await readOne(site, 'sessions');
    expect(session).toMatchObject({
      source: 'google',
      medium: 'cpc',
      gclid: 'abc',
      landingPage: `${ORIGIN}/amp/`,
    });
    expect((await readOne(site, 'calls')).match.session).toBe(session.id);
  });

  it('is that of the target asked for', async () => {
    const second = '+33199005678';
    const targets = [{ number: TARGET, pool: 'website' }, { number: second }];
    const site = await makeSite({ ...definePool(1), targets });
    expect((await numberFor(site)).phoneNumber).toBe('+33199002000');
    expect((await numberFor(site, { target: second })).phoneNumber).toBe(second);
    const unescaped = await ask(`${pathOf(site)}&target=${second}`, {
      headers: { origin: CACHE, 'user-agent': FIREFOX },
    });
    expect(await unescaped.json()).toMatchObject({ phoneNumber: second });
  });

  it('is the same for the same client, in one session', async () => {
    const site = await makeSite();
    const clientId = 'amp-secret-client';
    const first = await numberFor(site, { clientId });
    expect(await numberFor(site, { clientId })).toEqual(first);
    const { journey } = await readOne(site, 'sessions');
    expect(JSON.stringify(journey)).not.toContain(clientId);
  });

  it('stays with the visitor for the hold time, though nothing renews it', async () => {
    const site = await makeSite(definePool(1, 1_200));
    const { afterwards } = await askAndWatch(pathOf(site), {
      headers: { origin: CACHE, 'user-agent': FIREFOX },
    });
    await afterwards();
    await advance(1_100);
    expect(await numberFor(site)).toEqual(OWN);
  });

  it('is written internationally where it is of another country', async () => {
    const pools = [{ name: 'website', numbers: ['+442079460000'] }];
    expect(await numberFor(await makeSite({ pools }))).toEqual({
      phoneNumber: '+442079460000',
      formattedPhoneNumber: '+44 20 7946 0000',
    });
  });
});

describe('an AMP page keeps its own number', () => {
  it('while the pool does not answer', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    expect(await numberFor(site)).toEqual(OWN);
  });

  it('where the pool has none to give', async () => {
    expect(await numberFor(await makeSite(definePool(0)))).toEqual(OWN);
  });

  it('for a robot', async () => {
    const site = await makeSite();
    expect(await numberFor(site, {}, { 'user-agent': 'Googlebot/2.1' })).toEqual(OWN);
    expect(await readAll(site, 'sessions')).toEqual([]);
  });

  for (const query of [{} as Query, { consent: 'denied' }, { consent: 'unknown' }]) {
    it(`where the site asks for consent and is told ${query.consent ?? 'nothing'}`, async () => {
      const site = await makeSite({ consent: 'required' });
      expect(await numberFor(site, query)).toEqual(OWN);
      expect(await readAll(site, 'sessions')).toEqual([]);
    });
  }

  it('no longer once the visitor has agreed', async () => {
    const site = await makeSite({ ...definePool(1), consent: 'tcf' });
    const { phoneNumber } = await numberFor(site, { consent: 'granted' });
    expect(phoneNumber).toBe(numbers(1)[0]);
  });
});

describe('AMP’s rules for requests across origins', () => {
  it('are kept towards the cache', async () => {
    const site = await makeSite();
    const { headers } = await askAmp(site, { __amp_source_origin: ORIGIN });
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': CACHE,
      'access-control-allow-credentials': 'true',
      'amp-access-control-allow-source-origin': ORIGIN,
      'access-control-expose-headers': 'AMP-Access-Control-Allow-Source-Origin',
      'cache-control': 'no-store',
    });
  });

  it('let the publisher’s own pages in, and those of this very origin', async () => {
    const site = await makeSite({ origins: [ORIGIN, PUBLIC_URL] });
    expect((await askAmp(site, {}, { origin: ORIGIN })).status).toBe(200);
    const headers = { 'user-agent': FIREFOX, 'amp-same-origin': 'true' };
    expect((await ask(pathOf(site), { headers })).status).toBe(200);
  });

  it('let in subdomains where the site does', async () => {
    const site = await makeSite({ origins: ['https://*.example.com'] });
    expect((await askAmp(site)).status).toBe(200);
  });

  const refused: Record<string, HeadersInit> = {
    'the cache of another publisher': { origin: 'https://evil-example.cdn.ampproject.org' },
    'another page': { origin: 'https://evil.example' },
    'a page that says to be of this origin, which is not the site’s': {
      origin: '',
      'amp-same-origin': 'true',
    },
  };
  for (const [who, headers] of Object.entries(refused)) {
    it(`refuse ${who}`, async () => {
      const refusal = await refusalOf(await askAmp(await makeSite(), {}, headers));
      expect(refusal).toMatchObject({ status: 403, code: 'origin_refused' });
    });
  }
});

describe('a request that cannot be answered is refused', () => {
  const wrong: Record<string, Query> = {
    'without an address': { url: '' },
    'with a variable that AMP did not write': { url: 'SOURCE_URL' },
    'with a consent that is none': { consent: 'CONSENT_STATE' },
    'for a number that is no target': { target: '+33199002000' },
  };
  for (const [what, query] of Object.entries(wrong)) {
    it(what, async () => {
      const refusal = await refusalOf(await askAmp(await makeSite(), query));
      expect(refusal).toMatchObject({ status: 400, code: 'query_invalid' });
    });
  }

  it('for no site', async () => {
    expect(await refusalOf(await askAmp({ key: 'nobody' }))).toMatchObject({ status: 404 });
  });
});
