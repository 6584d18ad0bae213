import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, refusalOf } from '../support/ask.ts';
import { PAGE_HEADERS, postEvents, postVisit, visitBody } from '../support/browser.ts';
import { makeSite, ORIGIN } from '../support/make-site.ts';
import { readAll } from '../support/read-reports.ts';

const { origin, ...withoutOrigin } = PAGE_HEADERS;

describe('a malformed visit', () => {
  const wrong: Record<string, (body: ReturnType<typeof visitBody>) => unknown> = {
    'that is no JSON': () => '{"v":1,',
    'that is empty': () => '',
    'that is an array': () => [],
    'that is null': () => 'null',
    'of an unknown version': (body) => ({ ...body, v: 2 }),
    'without a version': ({ v, ...body }) => body,
    'without a site': ({ site, ...body }) => body,
    'with a number as site': (body) => ({ ...body, site: 7 }),
    'with a number as visitor': (body) => ({ ...body, visitor: 7 }),
    'with a visitor longer than any id': (body) => ({ ...body, visitor: 'a'.repeat(257) }),
    'with a list as session': (body) => ({ ...body, session: [] }),
    'with an unknown consent': (body) => ({ ...body, consent: 'maybe' }),
    'with an empty view': (body) => ({ ...body, view: '' }),
    'with a number as view': (body) => ({ ...body, view: 7 }),
    'with a control character in its view': (body) => ({ ...body, view: 'a\u0000b' }),
    'with half a surrogate pair in its view': (body) => ({ ...body, view: 'a\ud800' }),
    'with a view of 129 characters': (body) => ({ ...body, view: 'a'.repeat(129) }),
    'without a page': ({ page, ...body }) => body,
    'with a list as address': (body) => ({ ...body, page: { url: [] } }),
    'with an object as source': (body) => ({ ...body, touch: { utm_source: {} } }),
    'with a number as click id': (body) => ({ ...body, touch: { gclid: 7 } }),
    'without a touch': ({ touch, ...body }) => body,
  };
  for (const [what, make] of Object.entries(wrong)) {
    it(`${what} is refused with a code`, async () => {
      const site = await makeSite();
      const response = await postVisit(make(visitBody(site)));
      expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'body_invalid' });
    });
  }

  it('is told where it is wrong', async () => {
    const site = await makeSite();
    const response = await postVisit({ ...visitBody(site), page: { url: 7 } });
    expect((await refusalOf(response)).detail).toMatch(/^page\.url: /);
  });

  it('stores nothing', async () => {
    const site = await makeSite();
    await postVisit({ ...visitBody(site), v: 2 });
    expect(await readAll(site, 'sessions')).toEqual([]);
  });
});

describe('what a visit leaves out', () => {
  const absent: Record<string, (body: ReturnType<typeof visitBody>) => unknown> = {
    'may be null in its touch': (body) => ({
      ...body,
      touch: { utm_source: null, gclid: null, referrer: null },
    }),
    'may be a view that is null': (body) => ({ ...body, view: null }),
    'may be its view': ({ view, ...body }) => body,
    'may be its visitor and session': ({ visitor, session, ...body }) => body,
  };
  for (const [what, make] of Object.entries(absent)) {
    it(what, async () => {
      const site = await makeSite();
      expect((await postVisit(make(visitBody(site)))).status).toBe(200);
      expect(await readAll(site, 'sessions')).toMatchObject([
        { source: '(direct)', gclid: null, clickIds: {}, referrer: null },
      ]);
    });
  }
});

describe('a visit too large', () => {
  it('is refused', async () => {
    const response = await postVisit(' '.repeat(256 * 1_024 + 1));
    expect(await refusalOf(response)).toEqual({ status: 413, code: 'body_too_large' });
  });

  it('is refused where it does not tell its length', async () => {
    const piece = new TextEncoder().encode(' '.repeat(64 * 1_024));
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 5; i++) controller.enqueue(piece);
        controller.close();
      },
    });
    const response = await ask('/v1/visits', { method: 'POST', headers: PAGE_HEADERS, body });
    expect(await refusalOf(response)).toEqual({ status: 413, code: 'body_too_large' });
  });

  it('may be read by the page that sent it', async () => {
    const response = await postVisit(' '.repeat(256 * 1_024 + 1));
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});

describe('an unknown site', () => {
  it('is refused', async () => {
    const response = await postVisit(visitBody({ key: 'nobody' }));
    expect(await refusalOf(response)).toEqual({ status: 404, code: 'site_unknown' });
  });

  it('may be read by the page that asked', async () => {
    const response = await postVisit(visitBody({ key: 'nobody' }));
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  });
});

describe('the origin of a page', () => {
  const refused = {
    'that is missing': withoutOrigin,
    'that is null': { ...withoutOrigin, origin: 'null' },
    'of somebody else': { ...withoutOrigin, origin: 'https://evil.example' },
    'that only begins like the site': { ...withoutOrigin, origin: `${ORIGIN}.evil.example` },
    'of another scheme': { ...withoutOrigin, origin: 'http://www.example.com' },
    'of another port': { ...withoutOrigin, origin: `${ORIGIN}:8443` },
  };
  for (const [what, headers] of Object.entries(refused)) {
    it(`${what} is refused a visit`, async () => {
      const site = await makeSite();
      const response = await postVisit(visitBody(site), headers);
      expect(await refusalOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
    });

    it(`${what} is refused events`, async () => {
      const site = await makeSite();
      const events = [{ id: 'a', type: 'renew', ageMs: 0 }];
      const body = { v: 1, site: site.key, visitor: null, session: null, events };
      const response = await postEvents(body, headers);
      expect(await refusalOf(response)).toMatchObject({ status: 403, code: 'origin_refused' });
    });
  }

  it('that is refused leases nothing', async () => {
    const site = await makeSite();
    await postVisit(visitBody(site), withoutOrigin);
    expect(await readAll(site, 'leases')).toEqual([]);
  });

  it('that is refused may read why', async () => {
    const site = await makeSite();
    const headers = { ...withoutOrigin, origin: 'https://evil.example' };
    const response = await postVisit(visitBody(site), headers);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://evil.example');
  });
});

describe('a wildcard origin', () => {
  const wildcard = { origins: ['https://*.example.com'] };
  const answers = {
    'https://shop.example.com': 200,
    'https://a.b.example.com': 200,
    'https://example.com': 403,
    'https://evilexample.com': 403,
    'http://shop.example.com': 403,
    'https://shop.example.com.evil.example': 403,
  };
  for (const [from, status] of Object.entries(answers)) {
    it(`answers ${from} with ${status}`, async () => {
      const site = await makeSite(wildcard);
      const response = await postVisit(visitBody(site), { ...withoutOrigin, origin: from });
      expect(response.status).toBe(status);
    });
  }
});

describe('CORS', () => {
  it('lets the page read its answer', async () => {
    const site = await makeSite();
    const response = await postVisit(visitBody(site));
    expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(response.headers.get('vary')).toMatch(/origin/i);
  });

  it('never covers cookies', async () => {
    const site = await makeSite();
    const response = await postVisit(visitBody(site));
    expect(response.headers.has('access-control-allow-credentials')).toBe(false);
  });

  for (const path of ['/v1/visits', '/v1/events']) {
    it(`answers a preflight of ${path}`, async () => {
      const response = await ask(path, {
        method: 'OPTIONS',
        headers: {
          origin: ORIGIN,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'content-type',
        },
      });
      expect(response.status).toBe(204);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'access-control-allow-origin': ORIGIN,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type',
      });
    });

    it(`lets a page read a refusal of ${path}`, async () => {
      const response = await ask(path, { method: 'POST', headers: PAGE_HEADERS, body: '{' });
      expect(response.status).toBe(400);
      expect(response.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    });
  }
});

describe('text from a page', () => {
  const sourceOf = async (utm_source: string) => {
    const site = await makeSite();
    await postVisit(visitBody(site, { touch: { utm_source } }));
    const [session] = await readAll(site, 'sessions');
    return session?.source;
  };

  it('of 10 kB is cut', async () => {
    expect(await sourceOf('x'.repeat(10_240))).toBe('x'.repeat(512));
  });

  it('of emoji is cut between characters', async () => {
    expect(await sourceOf('😀'.repeat(5_000))).toBe('😀'.repeat(256));
  });

  it('is never cut through a character', async () => {
    expect(await sourceOf(`x${'😀'.repeat(5_000)}`)).toBe(`x${'😀'.repeat(255)}`);
  });

  it('loses its control characters', async () => {
    expect(await sourceOf('news\u0000letter\r\n\u001b[31m\u007f')).toBe('news letter [31m');
  });

  it('loses halves of surrogate pairs', async () => {
    expect(await sourceOf('a\ud800b')).toBe('a b');
  });

  it('keeps what looks like markup', async () => {
    const hostile = `<script>alert("1")</script>&amp;'--`;
    expect(await sourceOf(hostile)).toBe(hostile);
  });

  it('keeps what looks like SQL', async () => {
    const hostile = `'); DROP TABLE sessions; --`;
    expect(await sourceOf(hostile)).toBe(hostile);
  });

  it('that is empty says nothing', async () => {
    expect(await sourceOf(' \u0000 ')).toBe('(direct)');
  });

  it('may be long in every parameter at once', async () => {
    const site = await makeSite();
    const names = ['utm_source', 'utm_medium', 'utm_campaign', 'utm_term', 'gclid', 'referrer'];
    const touch = Object.fromEntries(names.map((name) => [name, 'y'.repeat(10_240)]));
    expect((await postVisit(visitBody(site, { touch }))).status).toBe(200);
  });
});

describe('whatever is sent', () => {
  /** A body that is right but for one part, which may be anything. */
  const nearly = (body: object) =>
    fc
      .tuple(fc.constantFrom(...Object.keys(body)), fc.jsonValue())
      .map(([name, value]) => JSON.stringify({ ...body, [name]: value }));
  const texts = fc.string({ unit: 'binary', maxLength: 600 });

  it('a visit never fails on our side', async () => {
    const site = await makeSite();
    const touch = fc
      .dictionary(fc.constantFrom('utm_source', 'utm_medium', 'gclid', 'referrer', 'x'), texts)
      .map((values) => JSON.stringify({ ...visitBody(site), touch: values }));
    const pages = fc
      .tuple(texts, texts, texts)
      .map(([url, title, view]) =>
        JSON.stringify({ ...visitBody(site), view: view.slice(0, 99), page: { url, title } }),
      );
    const bodies = fc.oneof(nearly(visitBody(site)), touch, pages, fc.json(), texts);
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect([200, 400, 404]).toContain((await postVisit(body)).status);
      }),
      { numRuns: 300 },
    );
    expect((await readAll(site, 'sessions')).length).toBeGreaterThan(0);
  });

  it('events never fail on our side', async () => {
    const site = await makeSite();
    const { visitor, session } = await (await postVisit(visitBody(site))).json<{
      visitor: string;
      session: string;
    }>();
    const envelope = { v: 1, site: site.key, visitor, session };
    const type = fc.constantFrom(
      'renew',
      'leave',
      'page',
      'tap',
      'form',
      'custom',
      'identify',
      'x',
    );
    const event = fc.record(
      {
        id: texts,
        type,
        ageMs: fc.oneof(fc.double(), fc.maxSafeNat()),
        url: texts,
        name: texts,
        number: texts,
        fields: fc.dictionary(texts, texts),
        data: fc.dictionary(texts, fc.oneof(texts, fc.double(), fc.boolean(), fc.jsonValue())),
      },
      { requiredKeys: ['id', 'type', 'ageMs'] },
    );
    const bodies = fc.oneof(
      nearly({ ...envelope, events: [{ id: 'a', type: 'renew', ageMs: 0 }] }),
      fc.array(event, { maxLength: 4 }).map((events) => JSON.stringify({ ...envelope, events })),
      fc.json(),
    );
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        expect([204, 400, 404, 410]).toContain((await postEvents(body)).status);
      }),
      { numRuns: 300 },
    );
    expect(await readAll(site, 'sessions')).toHaveLength(1);
  });
});
