import fc from 'fast-check';
import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  type MockInstance,
  vi,
} from 'vitest';
import { GIVE_UP_AFTER, runs } from '../pool/model/runs.ts';
import { ANY_CALL, anyBody, anyPath } from '../support/any-webhook.ts';
import { ask, PUBLIC_URL } from '../support/ask.ts';
import { now } from '../support/local.ts';
import { makeSite, putSecrets, type TestSite } from '../support/make-site.ts';
import { dumpPool, ownRows } from '../support/pool.ts';
import { readAll } from '../support/read-reports.ts';
import { type ProviderName, schemes } from '../support/sign-webhook.ts';

const names = Object.keys(schemes) as ProviderName[];
const RUNS = runs(40);

let open: TestSite;
let closed: TestSite;
beforeAll(async () => {
  open = await makeSite();
  closed = await makeSite();
  for (const name of names) {
    await putSecrets(open.key, name, [schemes[name].secret]);
    await putSecrets(closed.key, name, ['another:c2VjcmV0']);
  }
});

let logged: MockInstance<typeof console.error>;
beforeEach(() => {
  logged = vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => void vi.restoreAllMocks());

/** What went wrong though a caller was put through all the same. How soon the pool answers is not asked here. */
function failures(): unknown[] {
  return logged.mock.calls.filter(([said]) => !String(said).includes('did not answer in time'));
}

describe.each(names)('%s', (name) => {
  const scheme = schemes[name];
  const told = fc.record({ path: anyPath(name), body: anyBody(name) });
  type Told = { readonly path: string; readonly body: string };

  /** @param at when it is signed, epoch seconds; undefined where it is not. */
  async function tell(site: TestSite, { path, body }: Told, at?: number): Promise<number> {
    const { href: url } = new URL(`/v1/calls/${name}/${site.key}${path}`, PUBLIC_URL);
    const sent = at === undefined ? body : ((await scheme.wrap?.(body)) ?? body);
    const type = 'application/json';
    const signature = at === undefined ? {} : await scheme.sign({ url, body: sent, type, at });
    const headers = { ...signature, 'content-type': type };
    const response = await ask(url.slice(PUBLIC_URL.length), {
      method: 'POST',
      headers,
      body: sent,
    });
    await response.arrayBuffer();
    return response.status;
  }

  it(
    'may say anything anywhere, signed: it is heard or refused, and nothing fails',
    async () => {
      const startedAt = Math.floor((await now()) / 1_000);
      let sent = 0;
      await fc.assert(
        fc.asyncProperty(told, async (each) => {
          sent += 1;
          // Of the last minutes each has a second of its own, or the same request might be shown twice.
          expect([200, 204, 400]).toContain(await tell(open, each, startedAt - (sent % 240)));
        }),
        RUNS,
      );
      expect(failures()).toEqual([]);
      // Among it were calls, which would have been kept unsigned, too, if anything were.
      const providers = (await readAll(open, 'calls')).map(({ provider }) => provider);
      expect(providers).toContain(name);
    },
    GIVE_UP_AFTER,
  );

  it(
    'may say nothing unsigned, or signed with the secret of another',
    async () => {
      const at = Math.floor((await now()) / 1_000);
      await fc.assert(
        fc.asyncProperty(told, fc.boolean(), async (each, forged) => {
          expect(await tell(closed, each, forged ? at : undefined)).toBe(403);
        }),
        RUNS,
      );
      expect(failures()).toEqual([]);
      expect(await readAll(closed, 'calls')).toEqual([]);
      expect(await ownRows(closed, 'SELECT * FROM calls')).toEqual([]);
      expect(await dumpPool(closed)).not.toContain(ANY_CALL);
    },
    GIVE_UP_AFTER,
  );
});
