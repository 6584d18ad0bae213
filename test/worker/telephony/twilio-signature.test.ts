import { describe, expect, it } from 'vitest';
import type { WebhookRequest } from '../../../worker/telephony/provider.ts';
import { twilio } from '../../../worker/telephony/providers/twilio.ts';

/** The request of Twilio's documentation and of its SDKs' own tests. */
const PARAMS = {
  CallSid: 'CA1234567890ABCDE',
  Digits: '1234',
  From: '+14158675309',
  To: '+18005551212',
  Caller: '+14158675309',
};
const HOST = 'mycompany.com';
const PATH = '/myapp.php?foo=1&bar=2';
const JSON_BODY = '{"property": "value", "boolean": true}';
const JSON_HASH = '0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620';

const verify = (url: string, signature: string, body: string, secrets = ['12345']) => {
  const headers = new Headers({ 'x-twilio-signature': signature });
  const request: WebhookRequest = { method: 'POST', url, headers, body, event: undefined };
  return twilio.verify(request, secrets, 0);
};
const form = (params: Record<string, string> | string[][] = PARAMS) =>
  new URLSearchParams(params).toString();

// From the test suites of Twilio's SDKs for Python, Java, C# and Ruby.
describe('the URL counts as configured, with and without its port', () => {
  it.each([
    ['as documented', `https://${HOST}${PATH}`, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['port not signed', `https://${HOST}:1234${PATH}`, 'RSOYDt4T1cUTdK1PDd93/VVr8B8='],
    ['port signed', `https://${HOST}:1234${PATH}`, 'CYn1h0gLBdNxDGkKJg6hYohgeD8='],
    ['https default port signed', `https://${HOST}${PATH}`, 'kvajT1Ptam85bY51eRf/AJRuM3w='],
    ['http default port signed', `http://${HOST}${PATH}`, '0ZXoZLH/DfblKGATFgpif+LLRf4='],
    ['user and password', `https://user:pass@${HOST}${PATH}`, 'ZQFR1PTIZXF2MXB8ZnKCvnnA+rI='],
    ['case of the host', `https://MyCompany.com${PATH}`, 'g9IN/x4Cft2g517EjYvEvM/W7LU='],
    ['doubled slash', `https://${HOST}:443/${PATH}`, 'A9lH3u16NjyiiM/+wylw5rirFUs='],
    [
      'unescaped letters',
      `https://${HOST}/webhook/España?año=2023`,
      'G/Hx6mqqnjUNlPAoi2Sp9bGst0g=',
    ],
  ])('%s', async (_name, url, signature) => {
    expect(await verify(url, signature, form())).toBe(true);
  });
});

describe('the form is signed sorted by name', () => {
  it.each([
    [
      'repeated names',
      [
        ['Sid', 'CA123'],
        ['SidAccount', 'AC123'],
        ['Digits', '5678'],
        ['Digits', '1234'],
        ['Digits', '1234'],
      ],
      'IK+Dwps556ElfBT0I3Rgjkr1wJU=',
    ],
    [
      'by ASCII, not by locale',
      { callSid: 'lowercase', CallSid: 'uppercase', CALLSID: 'allcaps' },
      'jDK7WKT8wiNrwggd4ceTv4e1MJ4=',
    ],
    [
      'a name that begins another',
      { ...PARAMS, ReasonConferenceEnded: 'test', Reason: 'Participant' },
      'vOEb5UThFn24KEfnOFLQY2AE5FY=',
    ],
    [
      'values of every kind',
      {
        Message: 'Hello & goodbye! @#$%^*()',
        From: '+1 (415) 867-5309',
        Special: 'unicode: ñáéíóú',
      },
      'dCPiR4WtQ6QFN6pJh81CtlCcWLQ=',
    ],
    [
      'empty values',
      { Digits: '', CallSid: 'CA1234567890ABCDE', EmptyParam: '' },
      '9HHp/OqQMEwdrVebHDdA/+tqjX8=',
    ],
  ])('%s', async (_name, params, signature) => {
    expect(await verify(`https://${HOST}${PATH}`, signature, form(params))).toBe(true);
  });
});

describe('a body that is no form is signed by its hash in the URL', () => {
  const url = `https://${HOST}/myapp.php?bodySHA256=${JSON_HASH}`;
  const signature = 'y77kIzt2vzLz71DgmJGsen2scGs=';

  it('accepts the body', async () => {
    expect(await verify(url, signature, JSON_BODY)).toBe(true);
  });
  it('refuses another', async () => {
    expect(await verify(url, signature, JSON_BODY.replace('true', 'null'))).toBe(false);
  });
  it('refuses it without the hash', async () => {
    const bare = `https://${HOST}/myapp.php`;
    expect(await verify(bare, 'RSOYDt4T1cUTdK1PDd93/VVr8B8=', JSON_BODY)).toBe(false);
  });
});

describe('refused', () => {
  const url = `https://${HOST}${PATH}`;
  const right = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';

  it.each([
    '',
    'foobarbaz',
    `NOT${right}`,
    right.slice(0, -1),
    // Another spelling of the same bytes: the last character has two unused bits.
    'RSOYDt4T1cUTdK1PDd93/VVr8B9=',
    'x'.repeat(100_000),
  ])('signature %#', async (signature) => {
    expect(await verify(url, signature, form())).toBe(false);
  });

  it('a host in other letters than those that were signed', async () => {
    expect(await verify(`https://MyCompany.com${PATH}`, right, form())).toBe(false);
  });

  it('no header at all', async () => {
    const headers = new Headers();
    const request = { method: 'POST', url, headers, body: form(), event: undefined };
    expect(await twilio.verify(request, ['12345'], 0)).toBe(false);
  });

  it('everything where there is no secret or an empty one', async () => {
    expect(await verify(url, right, form(), [])).toBe(false);
    expect(await verify(url, right, form(), [''])).toBe(false);
  });

  it('a URL that is none, without throwing', async () => {
    expect(await verify('no url', right, form())).toBe(false);
  });
});

it('accepts any of several secrets, as during a rotation', async () => {
  const right = 'RSOYDt4T1cUTdK1PDd93/VVr8B8=';
  expect(await verify(`https://${HOST}${PATH}`, right, form(), ['new', '', '12345'])).toBe(true);
});
