import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../worker/telephony/provider.ts';
import {
  latestLogin,
  shownSecretProblem,
  showsSecret,
} from '../../worker/telephony/shown-secret.ts';
import { withOneBitChanged } from '../support/change-bits.ts';

const KEY = '00112233445566778899aabbccddeeff';

const shown = (change: Partial<WebhookRequest>): WebhookRequest => ({
  method: 'POST',
  url: 'https://calls.example.com/v1/calls/generic/demo',
  headers: new Headers(),
  body: '',
  event: undefined,
  ...change,
});
const basic = (login: string) =>
  new Headers({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });

describe('a key in the path', () => {
  it('is taken where it is one of the secrets', () => {
    const request = shown({ key: KEY });
    expect(showsSecret(request, ['user:password', KEY])).toBe(true);
    expect(showsSecret({ ...request, method: 'GET' }, [KEY])).toBe(true);
    expect(showsSecret({ ...request, method: 'PUT' }, [KEY])).toBe(false);
    expect(showsSecret(request, ['user:password'])).toBe(false);
    expect(showsSecret(request, [])).toBe(false);
    expect(showsSecret(shown({}), [KEY])).toBe(false);
  });

  it('is refused with one bit changed, cut short, or in capitals', () => {
    const others = [...withOneBitChanged(KEY), KEY.slice(1), `${KEY}0`, KEY.toUpperCase(), ''];
    for (const key of others) expect(showsSecret(shown({ key }), [KEY])).toBe(false);
  });

  it.each(['', 'short', KEY.slice(1), 'user:password', `${KEY.slice(1)}g`])(
    'is not %j, which has fewer than 128 bits or is no key',
    (secret) => {
      expect(showsSecret(shown({ key: secret }), [secret])).toBe(false);
    },
  );

  it('opens nothing as a login, nor a login as a key', () => {
    expect(showsSecret(shown({ headers: basic(KEY) }), [KEY])).toBe(false);
    expect(showsSecret(shown({ headers: basic(`${KEY}:${KEY}`) }), [KEY])).toBe(false);
    expect(showsSecret(shown({ key: 'user:password' }), ['user:password'])).toBe(false);
  });
});

it('a login is taken with either of two, and the latest is the last that is one', () => {
  const secrets = ['old:one', 'new:one', KEY];
  expect(showsSecret(shown({ headers: basic('old:one') }), secrets)).toBe(true);
  expect(showsSecret(shown({ headers: basic('new:two'), key: KEY }), secrets)).toBe(true);
  expect(showsSecret(shown({ headers: basic('new:two') }), secrets)).toBe(false);
  expect(latestLogin(secrets)).toEqual({ username: 'new', password: 'one' });
  expect(latestLogin([KEY])).toBeUndefined();
});

it('says what a secret must be, and never what it is', () => {
  expect(shownSecretProblem('user:password')).toBeUndefined();
  expect(shownSecretProblem(KEY)).toBeUndefined();
  for (const secret of ['secret', ':secret', 'secret:', KEY.slice(1)]) {
    expect(shownSecretProblem(secret)).toMatch(/openssl rand/);
    expect(shownSecretProblem(secret)).not.toContain(secret);
  }
});
