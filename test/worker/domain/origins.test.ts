import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLocalhost, originAllowed } from '../../../worker/domain/origins.ts';

const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?$/);
const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));

describe('an exact origin', () => {
  it.each([
    ['https://example.com', true],
    ['http://example.com', false],
    ['https://www.example.com', false],
    ['https://example.com:8443', false],
    ['https://example.com.evil.test', false],
    ['https://evil-example.com', false],
    ['null', false],
    ['', false],
  ])('lets a page of %j in: %s', (origin, allowed) => {
    expect(originAllowed(origin, ['https://example.com'])).toBe(allowed);
  });
});

describe('the subdomains of a domain', () => {
  it.each([
    ['https://shop.example.com', true],
    ['https://a.b.example.com', true],
    ['https://example.com', false],
    ['http://shop.example.com', false],
    ['https://shop.example.com:8443', false],
    ['https://evilexample.com', false],
    ['https://example.com.evil.test', false],
    ['https://evil.test/.example.com', false],
    ['null', false],
  ])('let a page of %j in: %s', (origin, allowed) => {
    expect(originAllowed(origin, ['https://*.example.com'])).toBe(allowed);
  });

  it('keep their port', () => {
    expect(originAllowed('http://a.example.com:8080', ['http://*.example.com:8080'])).toBe(true);
  });

  it('never take in another domain', () => {
    fc.assert(
      fc.property(host, (other) => {
        fc.pre(!other.endsWith('.example.com'));
        expect(originAllowed(`https://${other}`, ['https://*.example.com'])).toBe(false);
      }),
    );
  });
});

it('any one of several origins is enough', () => {
  const allowed = ['https://example.com', 'https://*.example.org'];
  expect(originAllowed('https://www.example.org', allowed)).toBe(true);
});

it('a site without origins lets nobody in', () => {
  expect(originAllowed('https://example.com', [])).toBe(false);
});

it.each([
  ['http://localhost', true],
  ['http://localhost:8787', true],
  ['https://localhost:8443', true],
  ['http://127.0.0.1:3000', true],
  ['http://[::1]:3000', true],
  ['http://localhost.evil.test', false],
  ['http://evil.test:80', false],
  ['http://localhost:80/path', false],
  ['file://localhost', false],
  ['null', false],
])('%s is of this machine: %s', (origin, local) => {
  expect(isLocalhost(origin)).toBe(local);
});
