import { afterEach, describe, expect, it } from 'vitest';
import { askAsAdmin, refusalOf } from '../support/ask.ts';
import {
  firstSwap,
  openBrowser,
  postVisit,
  shownNumber,
  visit,
  visitBody,
} from '../support/browser.ts';
import { advance, breakDown, mendAll } from '../support/local.ts';
import {
  defineSite,
  makeSite,
  numbers,
  ORIGIN,
  TARGET,
  type TestSite,
} from '../support/make-site.ts';
import {
  CALLER,
  newCallId,
  postGeneric,
  postTwilio,
  ring,
  signedGeneric,
} from '../support/phone.ts';
import { evict } from '../support/pool.ts';
import { askReport, readAll, readOne } from '../support/read-reports.ts';
import { askAndWatch } from '../support/with-context.ts';

afterEach(mendAll);

const [NUMBER = ''] = numbers(1);
/** Longer than an isolate trusts what it has read. */
const STALE = 31;

function incoming(change: Record<string, unknown> = {}) {
  return { v: 1, event: 'incoming', call: newCallId(), to: NUMBER, from: CALLER, ...change };
}

async function ringAndWatch(site: TestSite, body = incoming()) {
  return askAndWatch(`/v1/calls/generic/${site.key}`, await signedGeneric(body));
}

describe('while the pool fails', () => {
  it('a call is forwarded to the target', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    const { response, afterwards } = await ringAndWatch(site);
    expect(await response.json()).toMatchObject({ forwardTo: TARGET, ringSeconds: 30 });
    await mendAll();
    await afterwards();
  });

  it('a call is recorded once the pool is back', async () => {
    const site = await makeSite();
    const number = shownNumber(await visit(site));
    await breakDown({ pool: 'error' });
    const { afterwards } = await ringAndWatch(site, incoming({ to: number }));
    await mendAll();
    await afterwards();
    expect(await readOne(site, 'calls')).toMatchObject({ number, match: { band: 'high' } });
  });

  it('a call to a static number is forwarded to that number’s target', async () => {
    const other = '+33199005678';
    const site = await makeSite({
      targets: [{ number: TARGET, pool: 'website' }, { number: other }],
      staticNumbers: [{ number: '+33199003000', target: other }],
    });
    await breakDown({ pool: 'error' });
    const { response, afterwards } = await ringAndWatch(site, incoming({ to: '+33199003000' }));
    expect(await response.json()).toMatchObject({ forwardTo: other });
    await mendAll();
    await afterwards();
  });

  it('a signature is still checked', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    expect((await postGeneric(site, incoming(), 'wrong')).status).toBe(403);
  });

  it('a visit is refused for now, in words that the page may read', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'error' });
    const response = await postVisit(visitBody(site));
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(await refusalOf(response)).toEqual({ status: 503, code: 'pool_unavailable' });
  });
});

describe('while the pool hangs', () => {
  it('a call is forwarded to the target with a well-formed answer', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'hang' });
    const fields = { CallSid: newCallId(), From: CALLER, To: NUMBER };
    const response = await postTwilio(site, undefined, fields);
    await mendAll();
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?><Response><Dial [^<>]+><Number [^<>]+>\+33199001234<\/Number><\/Dial><\/Response>$/,
    );
  });

  it('a call is recorded once the pool is back', async () => {
    const site = await makeSite();
    await breakDown({ pool: 'hang' });
    const { afterwards } = await ringAndWatch(site);
    await mendAll();
    await afterwards();
    expect(await readOne(site, 'calls')).toMatchObject({ number: NUMBER });
  });
});

it('what was missed of a call is made up for by its later events', async () => {
  const site = await makeSite();
  const call = newCallId();
  await breakDown({ pool: 'error' });
  await postGeneric(site, incoming({ call }));
  await mendAll();
  const ended = { v: 1, event: 'ended', call, to: NUMBER, from: CALLER, outcome: 'missed' };
  await postGeneric(site, ended);
  expect(await readOne(site, 'calls')).toMatchObject({
    number: NUMBER,
    caller: CALLER,
    outcome: 'missed',
  });
});

describe('while D1 is down', () => {
  it('visits go on', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('visits go on after what was read has grown stale', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await advance(STALE);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('calls go on and are matched', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const number = shownNumber(await browser.visit());
    await breakDown({ d1: true });
    await ring(site, number);
    await mendAll();
    expect((await readOne(site, 'calls')).match.session).toBe(browser.sessionId);
  });

  it('events go on', async () => {
    const browser = openBrowser(await makeSite());
    await browser.visit();
    await breakDown({ d1: true });
    expect((await browser.send({ type: 'renew' })).status).toBe(204);
  });

  it('a visit goes on with an object that has just been evicted', async () => {
    const site = await makeSite();
    const browser = openBrowser(site);
    const before = await browser.visit();
    await breakDown({ d1: true });
    await evict(site);
    expect(shownNumber(await browser.visit())).toBe(shownNumber(before));
  });

  it('nothing that happened is lost', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    await visit(site);
    await ring(site, NUMBER);
    await advance(60);
    await advance(600);
    await visit(site);
    await mendAll();
    expect(await readAll(site, 'sessions')).toHaveLength(2);
    expect(await readAll(site, 'leases')).toHaveLength(2);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });

  it('reports fail without telling anything of the inside', async () => {
    const site = await makeSite();
    await breakDown({ d1: true });
    const response = await askReport(site, 'calls');
    expect(await response.text()).not.toMatch(/D1|purpose|stack|\.ts|select/i);
  });

  const routes: [method: string, path: string, body?: unknown][] = [
    ['GET', '/api/v1/calls?site=KEY'],
    ['GET', '/api/v1/sessions?site=KEY'],
    ['GET', '/api/v1/leases?site=KEY'],
    ['GET', '/app/calls?site=KEY'],
    ['GET', '/api/v1/sites/KEY'],
    ['PUT', '/api/v1/sites/KEY', defineSite()],
    ['PUT', '/api/v1/sites/KEY/credentials/generic', { secrets: ['secret'] }],
    ['GET', '/api/v1/sites/KEY/api-keys'],
    ['POST', '/api/v1/sites/KEY/api-keys', { name: 'Key' }],
    ['DELETE', '/api/v1/sites/KEY/api-keys/id'],
  ];
  for (const [method, path, body] of routes) {
    it(`${method} ${path} is refused for now`, async () => {
      const { key } = await makeSite();
      await breakDown({ d1: true });
      const response = await askAsAdmin(method, path.replace('KEY', key), body);
      expect(await refusalOf(response)).toEqual({ status: 503, code: 'storage_unavailable' });
    });
  }
});

describe('while KV is down', () => {
  it('visits go on', async () => {
    const site = await makeSite();
    await breakDown({ kv: true });
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('visits go on after what was read has grown stale', async () => {
    const site = await makeSite();
    await breakDown({ kv: true });
    await advance(STALE);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('calls go on', async () => {
    const site = await makeSite();
    await breakDown({ kv: true });
    await advance(STALE);
    await ring(site, NUMBER);
    expect(await readAll(site, 'calls')).toHaveLength(1);
  });
});

describe('while KV and D1 are down', () => {
  it('visits go on from memory', async () => {
    const site = await makeSite();
    await breakDown({ kv: true, d1: true });
    await advance(STALE);
    expect(firstSwap(await visit(site)).grade).toBe('own');
  });

  it('calls go on from memory', async () => {
    const site = await makeSite();
    await breakDown({ kv: true, d1: true });
    await advance(STALE);
    const response = await postGeneric(site, incoming());
    expect(await response.json()).toMatchObject({ forwardTo: TARGET });
  });
});
