import { describe, expect, it } from 'vitest';
import { receiverProblem } from '../../../../worker/domain/webhooks/receiver-problem.ts';

describe('events are sent to', () => {
  it.each([
    'https://www.example.com/ringtrace',
    'https://example.com:8443/?key=value',
    'https://xn--bcher-kva.example/',
  ])('%s', (url) => {
    expect(receiverProblem(url, false)).toBeUndefined();
  });
});

describe('events are not sent to', () => {
  it.each([
    ['what is no URL', 'example.com'],
    ['plain http', 'http://www.example.com/'],
    ['another protocol', 'ftp://www.example.com/'],
    ['a URL with a password', 'https://user:password@www.example.com/'],
    ['an IPv4 address', 'https://203.0.113.9/'],
    ['a private one', 'https://192.168.1.1/'],
    ['the metadata service', 'https://169.254.169.254/latest/'],
    ['an address as one number', 'https://2130706433/'],
    ['an address in hexadecimal', 'https://0x7f.1/'],
    ['an address in octal', 'https://0177.0.0.1/'],
    ['IPv6', 'https://[::1]/'],
    ['IPv4 within IPv6', 'https://[::ffff:10.0.0.1]/'],
    ['localhost', 'https://localhost/'],
    ['localhost with the dot of the root', 'https://localhost./'],
    ['a name below localhost', 'https://shop.localhost/'],
    ['a name without a dot', 'https://intranet/'],
    ['a name of the local network', 'https://printer.local/'],
    ['an internal name', 'https://metadata.google.internal/'],
    ['an internal name in capitals', 'https://METADATA.GOOGLE.INTERNAL/'],
    ['a home network', 'https://nas.home.arpa/'],
  ])('%s: %s', (_, url) => {
    expect(receiverProblem(url, false)).toMatch(/^The URL .+[.:/a-z]$/);
  });
});

describe('on a developer’s machine', () => {
  it.each(['http://localhost:3000/', 'http://127.0.0.1:3000/', 'http://[::1]:3000/'])(
    '%s is a receiver',
    (url) => {
      expect(receiverProblem(url, true)).toBeUndefined();
    },
  );

  it('another address of the network is none', () => {
    expect(receiverProblem('http://192.168.1.1/', true)).toBeDefined();
  });
});
